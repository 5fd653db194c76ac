# Hôm nay: việc đến hạn, việc trả lại, việc chưa gửi.
today-unsent = { $count ->
   *[other] Chưa gửi { $count }
  }
today-photos = Còn ảnh chưa gửi xong
today-typed = Bản nháp có phần chưa gửi về văn phòng
today-all-sent = Mọi việc đã gửi
today-drafts = { $count ->
   *[other] { $count } bản nháp đang viết
  }
today-unread = { $count ->
   *[other] { $count } lời nhắc chưa xem
  }
today-last-sync = Đồng bộ lần cuối: { $when }
today-never-synced = Chưa đồng bộ lần nào
today-sync-now = Đồng bộ ngay
today-sync-failed = Chưa nối được với văn phòng. Máy sẽ tự thử lại.
today-returned = Bị trả lại
today-needs = { $count ->
   *[other] { $count } việc cần đồng chí quyết định
  }
today-needs-lead = Lời đã viết vẫn còn. Xin mở ra xem và chọn.
today-needs-open = Mở xem
today-expired = Phiên đăng nhập đã hết hạn
today-expired-lead = Mọi việc đã viết vẫn còn trên máy. Xin đăng nhập lại để gửi.
today-sign-in-again = Đăng nhập lại
today-lost = Trình duyệt đã xóa dữ liệu trên máy này
today-lost-newest = Trình duyệt đã đánh rơi những gì vừa ghi trên máy này
today-lost-lead = { $count ->
    [0] Những gì chưa gửi đã mất (nhận biết lúc { $when }). Xin xem lại các báo cáo gần đây, và gọi văn phòng.
   *[other] Trước đó có { $count } việc chưa gửi trên máy (nhận biết lúc { $when }). Xin xem lại các báo cáo gần đây, và gọi văn phòng.
}
today-visited = Xã đã có chuyến đi
today-due = Đến hạn
today-invitations = Lời mời dự họp
today-duty = Năm nay phải đi { $due } kỳ, đã đi { $done }
today-duty-missed = { $count ->
   *[other] { $count } kỳ đã hết hạn
  }
today-duty-done = Kỳ này đã đi hoặc được miễn
today-confirm = Câu trả lời chờ xác nhận
today-answer = Phản ánh chờ trả lời
today-own = Phản ánh chưa có cơ quan xử lý
today-review = Báo cáo chờ duyệt
today-review-all = Xem tất cả { $count } báo cáo
today-see-all = Xem tất cả { $count }
today-by = trước { $day }
today-unvisited = Xã chưa có chuyến đi tháng { $month }
today-overdue = Phản ánh quá hạn
today-nothing = Hôm nay không có việc đến hạn. Việc bị trả lại, câu trả lời và hạn mới sẽ hiện ở đây.
today-first-load = Đang tải dữ liệu lần đầu…
today-first-load-offline = Máy này chưa tải dữ liệu lần nào. Xin nối mạng một lần; sau đó làm việc được cả khi không có mạng.
today-losses = Một máy của đồng chí đã bị thu hồi hoặc báo mất
today-handed = { $count ->
   *[other] { $count } việc không nhận được, người viết nhờ văn phòng
  }
today-handed-lead = Xin chuyên viên mở ra xem và xử lý giúp.
today-heirs = { $count } việc chờ chọn đơn vị nhận
today-heirs-lead = Đơn vị cũ đã được tách hoặc bãi bỏ.
today-heirs-open = Chọn đơn vị
