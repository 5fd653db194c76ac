import { describe, expect, it } from 'vitest';
import vectors from '../../../../sync/vectors/stop_words.json' with { type: 'json' };
import { findStop, mattersIn, namesSomebody } from './stop_words.ts';

describe('what must not be written, as the server says it', () => {
  it.each(vectors.cases)('$text', ({ text, stop }) => {
    expect(findStop([text])).toBe(stop);
  });
  it('is found in any of several texts', () => {
    expect(findStop([null, undefined, 'Xong.', 'gọi 0905123456'])).toBe('phone_number');
    expect(findStop([null])).toBeNull();
  });
});

describe('three matters in one', () => {
  it('are told apart by their numbers, dashes and words', () => {
    expect(mattersIn('Xã có ba việc:\n1. Kênh N3\nbồi lấp 340 m\n2) Đường K2 sụt\n- Nhà văn hóa dột')).toEqual(['Kênh N3\nbồi lấp 340 m', 'Đường K2 sụt', 'Nhà văn hóa dột']);
    expect(mattersIn('Thứ nhất, kênh N3.\nThứ hai, đường K2.')).toEqual(['kênh N3.', 'đường K2.']);
  });
  it('one matter stays one, with or without a number', () => {
    expect(mattersIn('  Kênh N3 bồi lấp. ')).toEqual(['Kênh N3 bồi lấp.']);
    expect(mattersIn('1. Kênh N3 bồi lấp.')).toEqual(['1. Kênh N3 bồi lấp.']);
    expect(mattersIn('12,5 km đường hư hỏng\n3 cầu yếu')).toHaveLength(1);
  });
});

describe('a person’s name', () => {
  it.each(['Ông Nguyễn Văn A xin cấp lại sổ đỏ.', 'Nhà bà Trần Thị Bé ở xóm 3 bị dột.', 'Đề nghị xem lại cho anh Lê Minh.'.normalize('NFD')])('is advised against: %s', (text) => {
    expect(namesSomebody(text)).toBe(true);
  });
  it.each(['Kênh N3 bồi lấp 340 m.', 'Các ông bà ở thôn Tân Sơn kiến nghị làm đường.', 'Chợ Bà Gi họp sát quốc lộ.', 'Em học sinh làng K2 phải lội suối.', ''])('is not in: %s', (text) => {
    expect(namesSomebody(text)).toBe(false);
  });
});
