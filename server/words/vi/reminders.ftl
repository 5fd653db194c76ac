# Nhắc việc: mỗi dịp một câu ngắn, nói chuyện gì và nên làm gì. $turn: lượt nhắc, tính bằng ngày so với hạn.

notice-visit-due = { $when ->
    [before] Kỳ đi cơ sở { $unit } hết ngày { $day }: xin đi và gửi báo cáo
   *[after] Kỳ đi cơ sở { $unit } hết ngày { $day } mà chưa có báo cáo: xin gửi, hoặc báo lý do
}
notice-report-unsent = Báo cáo chuyến đi { $unit } ngày { $day } chưa gửi: xin viết nốt và gửi
notice-report-returned = Báo cáo { $number } về { $unit } được trả lại: xin xem góp ý, sửa và gửi lại
notice-report-waiting = Báo cáo { $number } về { $unit } đang chờ đồng chí duyệt
notice-commitment-due = Việc đã hứa với { $unit } hạn ngày { $day }: xin thực hiện và báo lại xã
notice-item-unowned = Phản ánh { $number } ở { $unit } chưa có cơ quan xử lý: xin giao cho cơ quan
notice-answer-due = Phản ánh { $number } ở { $unit }: xin trả lời lần đầu, hạn { $time } ngày { $day }
notice-settlement-due = Phản ánh { $number } ở { $unit }: xin giải quyết trong hạn { $day }
notice-settlement-overdue = Phản ánh { $number } ở { $unit } quá hạn { $day }: xin trả lời, hoặc xin gia hạn
notice-settlement-escalated = Phản ánh { $number } ở { $unit } quá hạn { $day }, vẫn chưa xong: xin chỉ đạo
notice-extension-asked = Phản ánh { $number } ở { $unit }: cơ quan xin gia hạn, xin cho ý kiến
notice-result-to-confirm = Phản ánh { $number } ở { $unit } đã có kết quả: xin xác nhận, hoặc yêu cầu làm lại
notice-invited = Giấy mời của { $unit }: họp lúc { $time } ngày { $day }, xin trả lời
notice-invitation-eve = Họp tại { $unit } lúc { $time } ngày { $day }
notice-milestone-due = { $when ->
    [before] Nhiệm vụ ở { $unit } có mốc ngày { $day }: xin cập nhật khi đạt
   *[after] Mốc ngày { $day } của nhiệm vụ ở { $unit } chưa đạt: xin cập nhật
}
notice-period-close = Kỳ { $period } đã hết ngày { $day }: xin khóa sổ khi đủ báo cáo
notice-phone-silent = Máy của đồng chí chưa đồng bộ từ { $day }: xin mở Địa Bàn khi có mạng
notice-storage-unkept = Máy của đồng chí có thể tự xóa dữ liệu: xin thêm Địa Bàn vào màn hình chính và gửi hết việc
notice-week = { $escalated ->
    [0] Tuần này trong địa bàn: { $count } việc quá hạn
   *[other] Tuần này trong địa bàn: { $count } việc quá hạn, { $escalated } việc cần chỉ đạo
}

# Trên màn hình khóa, khi người nhận không muốn hiện nội dung.
notice-neutral = Có việc mới trong Địa Bàn
notice-open = Mở Địa Bàn để xem
notice-test = Đây là lời nhắc thử. Máy này nhận được nhắc việc.
notice-mail-why = Thư này do Địa Bàn tự gửi vì việc trên chưa được xem trên điện thoại. Có thể đổi cách nhắc trong mục Nhắc việc.
notice-digest = { $count } việc cần xem hôm nay
