# Duyệt báo cáo.
review-queue = Chờ duyệt
review-queue-count = { $count ->
   *[other] { $count } báo cáo chờ duyệt, cũ nhất trước
  }
review-empty = Không có báo cáo nào chờ duyệt. Báo cáo mới gửi sẽ hiện ở đây, cũ nhất trước.
review-pick = Chọn một báo cáo bên trái để duyệt.
review-waiting-days = { $days ->
    [0] gửi hôm nay
   *[other] chờ { $days } ngày
  }
review-again = gửi lại lần { $round }
review-comment = Nhận xét
review-comment-hint = Bắt buộc khi trả lại. Người viết và người duyệt đọc được; xã không đọc được.
review-comment-on = Nhận xét về { $section }
review-comment-close = Bỏ lời ghi ở mục { $section }
review-return = Trả lại
review-approve = Duyệt
review-changed-since = Chữ thay đổi so với lần { $round } được đánh dấu.
review-show-changes = Đánh dấu thay đổi
review-done-return = Đã trả lại. Nhận xét sẽ đến máy người viết.
review-done-approve = Đã duyệt.
review-own = Đây là báo cáo của chính đồng chí; người duyệt khác sẽ duyệt.
review-someone = { $name } đang xem báo cáo này.
review-clone = Lời của báo cáo này giống hệt một báo cáo trước của cùng người viết.
