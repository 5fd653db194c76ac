# Đăng nhập, đăng xuất, người dùng trên máy.
session-title = Đăng nhập
session-lead = Báo cáo địa bàn và trao đổi hai chiều
session-username = Tên đăng nhập
session-password = Mật khẩu
session-sign-in = Đăng nhập
session-signing-in = Đang đăng nhập…
session-have-code = Tôi có mã dùng một lần
session-have-password = Đăng nhập bằng mật khẩu
session-code-title = Đăng nhập bằng mã
session-code = Mã dùng một lần
session-code-hint = Người quản trị cấp mã. Mã dùng được một lần, trong 24 giờ.
session-new-password = Mật khẩu mới
session-new-password-hint = Ít nhất { $count } ký tự, chỉ mình đồng chí biết.
session-repeat-password = Nhập lại mật khẩu mới
session-repeat-differs = Hai lần nhập chưa giống nhau. Xin nhập lại.
session-password-short = Mật khẩu cần ít nhất { $count } ký tự.
session-use-code = Đặt mật khẩu và đăng nhập
session-own-title = Đặt mật khẩu của riêng mình
session-own-lead = Mật khẩu hiện tại do người khác cấp. Xin đặt mật khẩu mới rồi làm việc tiếp.
session-current-password = Mật khẩu hiện tại
session-set-password = Đặt mật khẩu
session-need-username = Xin nhập tên đăng nhập.
session-need-password = Xin nhập mật khẩu.
session-need-code = Xin nhập mã dùng một lần.
session-password-wrong = Mật khẩu hiện tại chưa đúng. Xin nhập lại.
session-offline = Chưa kết nối được với văn phòng. Lần đăng nhập đầu tiên cần có mạng; những lần sau viết được cả khi không có mạng.
session-failed = Văn phòng chưa nhận được yêu cầu. Chưa có gì thay đổi. Xin thử lại sau ít phút.
session-not-signed-in = Chưa đăng nhập được
session-not-changed = Chưa đổi được mật khẩu
session-change-title = Đổi mật khẩu
session-password-changed = Đã đổi mật khẩu.
session-people = Người dùng trên máy này
session-browser-title = Xin mở bằng trình duyệt của máy
session-browser-lead = Đang mở trong { $app }. Báo cáo viết ở đây nằm riêng trong { $app } và có thể mất. Xin mở bằng Chrome (Android) hoặc Safari (iPhone).
session-browser-how = Bấm dấu ba chấm ở góc trên, chọn "Mở bằng trình duyệt".
session-browser-copy = Chép địa chỉ
session-browser-copied = Đã chép địa chỉ
session-browser-anyway = Vẫn tiếp tục ở đây
session-secrets = Không ghi bí mật nhà nước, tên hoặc số giấy tờ của người dân vào ứng dụng này.
session-no-store = Trình duyệt không mở được bộ nhớ trên máy này nên không lưu được gì. Xin đóng hẳn trình duyệt rồi mở lại. Nếu vẫn vậy, xin khởi động lại máy hoặc giải phóng dung lượng.

session-wiped = Máy này đã bị thu hồi
session-wiped-lead = Dữ liệu của { $name } trên máy đã được xóa lúc { $when }. { $count ->
    [0] Mọi việc đều đã đến văn phòng.
   *[other] { $count } việc chưa gửi đã mất theo.
  }
