/* What the gallery's parts are filled with: real place names, fictional people, the longest there are. */
import type { Locale } from '../gen/messages.ts';
import type { Photo } from '../ui/PhotoStrip.svelte';
import type { Said } from '../ui/Thread.svelte';
import type { Choice } from '../ui/TypeAhead.svelte';

const VI = {
  unit: 'Đơn vị', kind: 'Hình thức', starts: 'Ngày bắt đầu', ends: 'Ngày kết thúc', findings: 'Nội dung nắm được', difficulties: 'Khó khăn, vướng mắc',
  recommendations: 'Kiến nghị của xã', proposals: 'Đề xuất của cán bộ', companions: 'Người cùng đi', present: 'Có mặt', due: 'Phải có mặt',
  submit: 'Gửi duyệt', send: 'Gửi báo cáo', newVisit: 'Báo cáo chuyến đi mới', giveBack: 'Trả lại', approve: 'Duyệt', comment: 'Nhận xét', message: 'Nội dung trao đổi',
  answer: 'Trả lời', confirm: 'Xác nhận', reopen: 'Mở lại', reason: 'Lý do', username: 'Tên đăng nhập', password: 'Mật khẩu', photos: 'Ảnh', history: 'Lịch sử',
  required: 'Xin chọn đơn vị của chuyến đi.', hint: 'Viết ngắn gọn: việc gì, ở đâu, bao nhiêu.', notSigned: 'Chưa có báo cáo nào ở đây. Báo cáo đã gửi sẽ nằm ở mục này.',
  wifi: 'Chỉ gửi ảnh khi có Wi-Fi', agree: 'Tôi đã đọc lại', theme: 'Giao diện', light: 'Sáng', dark: 'Tối', auto: 'Theo máy', search: 'Tìm theo đơn vị, người, số báo cáo',
  lists: 'Danh sách chuyến đi', draft: 'Nháp', queued: 'Chờ gửi', sent: 'Đã gửi', returned: 'Trả lại', approved: 'Đã duyệt', visits: 'Chuyến đi', today: 'Hôm nay', visit: 'Báo cáo chuyến đi',
  dueNow: 'Đến hạn', cameBack: 'Bị trả lại', feedback: 'Phản ánh', figures: 'Số liệu', done: 'Chuyến đi tháng 6', answered: 'Đã trả lời', before: '14 trên 20',
  committee: 'Dự họp Đảng ủy tháng 6', cell: 'Dự sinh hoạt chi bộ thôn', site: 'Kiểm tra hiện trường', deleted: 'Đã xóa bản nháp.', failed: 'Chưa gửi được báo cáo',
  kept: 'Báo cáo vẫn còn trên máy và sẽ tự gửi lại khi có mạng.', number: 'Số', author: 'Người viết', status: 'Trạng thái', waits: 'Xã đề nghị xác nhận kết quả trước ngày 28/06/2024.',
  demo: 'Trình diễn · hôm nay là 25/06/2024', askDelete: 'Xóa bản nháp này?', willKeep: 'Bản nháp được giữ 30 ngày.', remove: 'Xóa', choose: 'Chọn…', syncNow: 'Đồng bộ ngay', overview: 'Tình hình',
  returnedComment: '“Xin bổ sung số hộ bị ảnh hưởng và mốc thời gian nạo vét.”', commentOn: 'Nhận xét về Nội dung nắm được',
};

const EN: typeof VI = {
  unit: 'Unit', kind: 'Kind', starts: 'Start date', ends: 'End date', findings: 'Findings', difficulties: 'Difficulties',
  recommendations: 'Recommendations of the commune', proposals: 'Own proposals', companions: 'Companions', present: 'Present', due: 'Due to attend',
  submit: 'Submit', send: 'Send report', newVisit: 'New visit', giveBack: 'Return', approve: 'Approve', comment: 'Comment', message: 'Message',
  answer: 'Answer', confirm: 'Confirm', reopen: 'Reopen', reason: 'Reason', username: 'User name', password: 'Password', photos: 'Photos', history: 'History',
  required: 'Please choose the unit of the visit.', hint: 'Briefly: what, where, how many.', notSigned: 'No reports here yet. Reports you have sent will stand here.',
  wifi: 'Photos on Wi-Fi only', agree: 'I have read it again', theme: 'Look', light: 'Light', dark: 'Dark', auto: 'As the phone', search: 'Find by unit, person, number',
  lists: 'Lists of visits', draft: 'Draft', queued: 'Queued', sent: 'Sent', returned: 'Returned', approved: 'Approved', visits: 'Visits', today: 'Today', visit: 'Visit',
  dueNow: 'Due', cameBack: 'Returned to you', feedback: 'Feedback', figures: 'Figures', done: 'Visits in June', answered: 'Answered', before: '14 of 20',
  committee: 'Committee meeting in June', cell: 'Cell meeting in the village', site: 'Site check', deleted: 'The draft is deleted.', failed: 'The report was not sent yet',
  kept: 'It is still on this phone and goes by itself when there is a network.', number: 'Number', author: 'Author', status: 'Status', waits: 'The commune is asked to confirm the result by 28/06/2024.',
  demo: 'Demonstration · today is 25/06/2024', askDelete: 'Delete this draft?', willKeep: 'It is kept for 30 days.', remove: 'Delete', choose: 'Choose…', syncNow: 'Sync now', overview: 'Overview',
  returnedComment: '“Please add the number of households and the date of the dredging.”', commentOn: 'Comment on Findings',
};

export const LABELS: Record<Locale, typeof VI> = { vi: VI, en: EN };

export const LONG = 'thị trấn Diêu Trì, huyện Tuy Phước';
export const FINDINGS =
  'Sáng 4/6 tôi dự họp Ban Chấp hành Đảng bộ xã, 17/19 đảng ủy viên có mặt. Vụ hè thu đã xuống giống 212/230 ha, đạt 92% kế hoạch. ' +
  'Tuyến kênh N3 qua thôn Tân Sơn bị bồi lấp khoảng 340 m, nước về cuối tuyến rất yếu; 38 hộ phải bơm dầu.';
export const FINDINGS_AFTER = FINDINGS.replace('khoảng 340 m', 'khoảng 360 m từ mưa tháng 11').replace('rất yếu; ', 'yếu, ');

export const UNITS: Choice[] = [
  { id: '1', text: 'xã Ân Hảo Tây', detail: 'huyện Hoài Ân' },
  { id: '2', text: 'xã Ân Nghĩa', detail: 'huyện Hoài Ân' },
  { id: '3', text: 'xã An Nghĩa', detail: 'huyện An Lão' },
  { id: '4', text: 'thị trấn Diêu Trì', detail: 'huyện Tuy Phước' },
  { id: '5', text: 'phường Tam Quan Bắc', detail: 'thị xã Hoài Nhơn' },
];

export const PEOPLE: Choice[] = [
  { id: 'a', text: 'Trần Thị Mỹ Duyên', detail: 'Phó Giám đốc Sở Nông nghiệp và Phát triển nông thôn' },
  { id: 'b', text: 'Võ Đình Khang', detail: 'Phó Trưởng ban Dân tộc tỉnh' },
  { id: 'c', text: 'Ngô Thị Bích Liên', detail: 'Phó Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh' },
];

export const PHOTOS: Photo[] = [
  { id: '1', url: new URL('./field.svg', import.meta.url).href, state: 'sent', share: 1 },
  { id: '2', url: new URL('./field.svg', import.meta.url).href, state: 'sending', share: 0.45 },
  { id: '3', url: new URL('./field.svg', import.meta.url).href, state: 'waiting', share: 0 },
  { id: '4', url: null, state: 'refused', share: 0, reason: 'Tệp này không phải là ảnh.' },
];

export const SAID: Said[] = [
  { id: '1', kind: 'message', name: 'Nguyễn Văn Dũng', office: 'Phó Bí thư Thường trực Đảng ủy xã Ân Hảo Tây', text: 'Kênh N3 qua thôn Tân Sơn bị bồi lấp, 38 hộ phải bơm dầu. Xã đề nghị hỗ trợ 45 triệu đồng để nạo vét trước 20/1.', when: '05/01/2024 08:10' },
  { id: '2', kind: 'event', text: 'Giao cho Sở Nông nghiệp và Phát triển nông thôn, hạn 26/01/2024', when: '05/01/2024 10:22' },
  { id: '3', kind: 'message', own: true, text: 'Sở đã khảo sát ngày 9/1, xin hồ sơ dự toán của xã.', when: '09/01/2024 16:40' },
  { id: '4', kind: 'message', name: 'Nguyễn Văn Dũng', office: 'Phó Bí thư Thường trực Đảng ủy xã Ân Hảo Tây', text: 'Xã gửi dự toán kèm theo.', when: '10/01/2024 09:05' },
  { id: '5', kind: 'message', own: true, title: 'Đã giải quyết', text: 'Đã cấp 45 triệu đồng, nạo vét xong ngày 18/1.', when: '14:05', mark: 'queued' },
];
