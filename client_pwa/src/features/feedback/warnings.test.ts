import { expect, it } from 'vitest';
import { holdsIdentity, looksLikeDenunciation } from './warnings.ts';

it('a denunciation is noticed with and without accents', () => {
  expect(looksLikeDenunciation('Đơn TỐ CÁO ông A nhận tiền')).toBe(true);
  expect(looksLikeDenunciation('don to cao')).toBe(true);
});
it('a canal is no denunciation', () => {
  expect(looksLikeDenunciation('Kênh N3 bồi lấp 340 m, đề nghị 45 triệu đồng')).toBe(false);
});
it('an identity number is noticed, a sum of money is not', () => {
  expect(holdsIdentity('bà B, căn cước 052184000123, nộp đơn')).toBe(true);
  expect(holdsIdentity('số cũ 211456789.')).toBe(true);
  expect(holdsIdentity('tổng 1.250.000.000 đồng, điện thoại 0256382')).toBe(false);
});
