# Trao đổi: đồng hồ của phiếu, tách và gộp phiếu, biên bản chung của chuyến đi. Tải khi cần.
exchange-several = { $count ->
   *[other] Nội dung này có vẻ gồm { $count } việc
  }
exchange-separate = { $count ->
   *[other] Gửi thành { $count } phiếu
  }
exchange-promise = Gửi bây giờ thì được trả lời đầu trước { $answer }, giải quyết xong trước hết ngày { $day }.
exchange-listed = Từ danh sách của văn phòng: “{ $list }”, { $name } nhập { $when }
exchange-escalated = Quá hạn từ 7 ngày: đã lên cấp trên từ ngày { $day }.
exchange-linked = Phiếu này được gộp vào một phiếu khác về cùng việc và sẽ đóng cùng phiếu ấy.
exchange-linked-to = Gộp vào { $number }: kết quả sẽ có ở cả hai phiếu.
exchange-split-from = Tách từ phiếu
exchange-split-into = Đã tách thành
exchange-answered = { $hours ->
   *[other] Trả lời đầu lúc { $when }, sau { $hours } giờ làm việc.
  }
exchange-answered-late = { $hours ->
   *[other] Trả lời đầu lúc { $when }, sau { $hours } giờ làm việc, quá giờ đã hẹn.
  }
exchange-answer-due = Cần trả lời đầu trước { $when }.
exchange-answer-overdue = Chưa ai trả lời; hẹn trả lời đầu trước { $when }.
exchange-split-lead = Mỗi việc một phiếu, một cơ quan, một hạn. Hạn vẫn tính từ ngày phản ánh.
exchange-part = Việc { $n }
exchange-part-add = Thêm một việc
exchange-part-drop = Bỏ việc này
exchange-split-do = { $count ->
   *[other] Tách thành { $count } phiếu
  }
exchange-link-lead = Phiếu này sẽ chờ và đóng cùng phiếu được chọn. Người đọc hai phiếu không thấy lời của nhau.
exchange-original = Phiếu đang mở về cùng việc
exchange-original-missing = Xin chọn phiếu về cùng việc.
exchange-link-do = Gộp
exchange-joint = Biên bản chung với xã
exchange-joint-lead = Xã cho biết chuyến đi này có đúng như đã ghi không.
exchange-joint-ask = Chuyến đi này
exchange-joint-words = Ý kiến của xã
exchange-joint-words-hint = Không bắt buộc khi xã xác nhận.
exchange-joint-send = Gửi ý kiến
exchange-joint-again = Đổi ý kiến
exchange-joint-done = Đã ghi, chờ gửi.
exchange-joint-round = về bản gửi lần { $round }
exchange-stance-acknowledged = Xã xác nhận
exchange-stance-annotated = Xã bổ sung
exchange-stance-disputed = Xã không đồng ý
exchange-move-asked = { $unit } đã được tách hoặc bãi bỏ. Chuyển cho đơn vị nào?
exchange-move-to = Đơn vị nhận
exchange-move-do = Chuyển
exchange-move-why = Lý do, nếu cần nói thêm
exchange-moved = Đã chuyển cho { $unit }. Sẽ gửi khi có mạng.
exchange-heirs = Chọn đơn vị nhận
exchange-heirs-lead = { $count } phiếu và việc khó thuộc đơn vị đã tách hoặc bãi bỏ. Bấm một lần là chuyển.
exchange-heirs-none = Không có gì chờ. Việc chỉ có một nơi kế thừa thì tự chuyển.
exchange-heirs-move = Chuyển về { $unit }
exchange-heirs-task = Việc khó
exchange-heirs-abolished = Bãi bỏ, không có đơn vị thay: mở ra để chọn đơn vị.
exchange-move-waits = { $unit } đã được tách hoặc bãi bỏ; người tổng hợp đang chọn đơn vị nhận phiếu này.
exchange-photos = Ảnh chứng minh kết quả
exchange-photos-hint = Nhiều nhất { $count } ảnh. Câu trả lời đi trước, ảnh đi sau; không chụp giấy tờ có số định danh.
exchange-evidence = Ảnh kèm câu trả lời ({ $count })
exchange-names-somebody = Có vẻ nêu tên một người. Chỉ nêu nơi và việc; không ghi họ tên người dân.
exchange-clerk-several = Phiếu này có vẻ nêu { $count } việc. Nếu đúng, tách ra để mỗi việc có một cơ quan và một hạn.
exchange-clerk-names = Có vẻ phiếu này nêu tên một người. Nếu là người dân, nhờ quản trị xóa phần đó.
exchange-clerk-similar = { $count ->
   *[other] Có { $count } phiếu đang mở cùng đơn vị, cùng lĩnh vực. Nếu cùng một việc, gộp lại.
}
