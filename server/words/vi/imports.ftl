# Nhập danh sách của văn phòng: phản ánh, chuyến đã đi, nghỉ phép.
imports-title = Nhập danh sách cũ
imports-feedback = Phản ánh, kiến nghị
imports-visits = Chuyến đã đi
imports-leave = Nghỉ phép
imports-nobody = Người tổng hợp nhập phản ánh và nghỉ phép; người duyệt nhập chuyến đã đi.
imports-lead-feedback = Đưa sổ phản ánh trên Excel vào đây: mỗi dòng một việc, còn mở hoặc đã xong với kết quả và ngày. Mỗi việc ghi rõ từ danh sách nào.
imports-lead-visits = Đưa danh sách chuyến đã đi vào đây. Người nhập chịu trách nhiệm như đã duyệt từng báo cáo; không nhập chuyến của chính mình.
imports-lead-leave = Đưa danh sách nghỉ phép vào đây: mỗi dòng một lần nghỉ của một người. Không nhập lý do nghỉ.
imports-step-1 = Tải mẫu về, hoặc dùng tệp Excel sẵn có: tên cột và thứ tự cột tùy ý.
imports-step-2 = Chọn tệp: mỗi dòng được nhận xét; chưa ghi gì cả.
imports-step-3 = Xác nhận. Dòng chưa đúng được để lại, không cản dòng khác. Nhập lại cùng một tệp không đổi gì.
imports-template = Tải mẫu
imports-choose = Chọn tệp
imports-checking = Đang đọc từng dòng…
imports-not-checked = Chưa đọc được tệp
imports-checked = Kết quả kiểm tra “{ $name }”
imports-counts = { $new } mới, { $changed } được sửa, { $same } đã có, { $ask } cần quyết định, { $bad } chưa đúng
imports-hidden = Có { $count } dòng đang ẩn trong Excel; các dòng ấy cũng được đọc.
imports-unread = Chỉ đọc trang “{ $page }”. Các trang khác ({ $pages }) xin lưu thành tệp riêng nếu cần nhập.
imports-take = Nhập { $count } dòng
imports-go-on = Nhập tiếp
imports-progress = Đã nhập { $done } trong { $total } dòng.
imports-stopped = Chưa nhập hết
imports-done = Đã nhập { $count } dòng.
imports-left = { $count } dòng để lại. Tải về, sửa theo cột lý do rồi chọn lại tệp ấy.
imports-left-file = Tải dòng để lại
imports-more = Chỉ hiện { $count } dòng đầu, dòng cần xem đứng trước.
imports-row = Dòng { $row }
imports-verdict-new = mới
imports-verdict-changed = được sửa theo tệp này
imports-verdict-same = đã có, không đổi
imports-verdict-ask = cần quyết định
imports-verdict-bad = chưa đúng
imports-letters = đổi từ { $letters }
imports-converted = { $count ->
   *[other] { $count } dòng gõ bằng phông chữ cũ (VNI hoặc TCVN3) đã được đổi sang Unicode. Xin đọc lại từng dòng trước khi nhập.
}
