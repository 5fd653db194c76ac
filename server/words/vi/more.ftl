# Thêm: trợ giúp, cài đặt, thông tin máy, địa bàn của tôi.
more-help = Hướng dẫn
more-phone-number = Gọi văn phòng { $phone }
more-units = Đơn vị, tên cũ và tên mới
more-deleted = Bản nháp đã xóa
more-lists = Danh sách cũ
more-duty = Định kỳ đi cơ sở
more-tasks = Việc khó
more-reminders = { $count ->
    [0] Nhắc việc
   *[other] Nhắc việc ({ $count } chưa xem)
}
more-invitations = Lời mời
more-indicators = Chỉ tiêu
more-settings = Cài đặt
more-language = Ngôn ngữ
more-language-vi = Tiếng Việt
more-language-en = English
more-text-size = Cỡ chữ
more-text-size-normal = Thường
more-text-size-large = Lớn
more-text-size-larger = Lớn hơn
more-text-size-largest = Lớn nhất
more-theme = Màn hình
more-theme-auto = Theo máy
more-theme-light = Sáng
more-theme-dark = Tối
more-wifi = Chỉ gửi ảnh khi có Wi-Fi
more-wifi-hint = Lời báo cáo vẫn gửi bằng mọi mạng.
more-about = Về ứng dụng
more-version = Phiên bản { $version }
more-last-sync = Đồng bộ lần cuối: { $when }
more-never-synced = Chưa đồng bộ lần nào
more-new-version = Có bản mới. Lời đang viết được giữ nguyên.
more-take-new-version = Dùng bản mới
more-diagnostics-failed = Máy chưa cho phép chép.
more-sign-out = Đăng xuất
more-sign-out-title = Đăng xuất khỏi máy này?
more-sign-out-nothing = Mọi việc đã gửi xong.
more-sign-out-unsent = { $count ->
   *[other] Còn { $count } việc chưa gửi.
  }
more-sign-out-kept = Việc chưa gửi và bản nháp vẫn giữ trên máy này, sẽ gửi tiếp khi đồng chí đăng nhập lại.
more-stay = Ở lại
more-diagnostics = Chép thông tin kỹ thuật
more-diagnostics-hint = Gồm phiên bản, máy, số việc chờ. Không có nội dung báo cáo.
more-diagnostics-copied = Đã chép. Gửi cho văn phòng để được giúp.
more-roles = Vai trò: { $roles }
more-role-cadre = Cán bộ theo dõi
more-role-contact = Đầu mối xã
more-role-leader = Cán bộ phụ trách
more-role-agency = Cơ quan xử lý
more-role-clerk = Người tổng hợp
more-role-supervisor = Người duyệt
more-role-admin = Quản trị
more-password = Đổi mật khẩu
more-demo = Dữ liệu minh họa: người và sự việc đều hư cấu.
