# Nhắc việc: mỗi dịp một câu ngắn, nói chuyện gì và nên làm gì. $turn: lượt nhắc, tính bằng ngày so với hạn.

notice-visit-due = { $when ->
    [before] Sắp hết kỳ đi cơ sở { $unit }: hạn { $day }
   *[after] Đã qua kỳ đi cơ sở { $unit } ({ $day }) mà chưa có báo cáo
}
notice-report-unsent = Báo cáo chuyến đi { $unit } ngày { $day } chưa gửi
notice-report-returned = Báo cáo { $number } về { $unit } được trả lại để sửa
notice-report-waiting = Báo cáo { $number } về { $unit } đang chờ duyệt
notice-commitment-due = Đến hạn việc đã hứa với { $unit }: { $day }
notice-item-unowned = Phản ánh { $number } ở { $unit } chưa có cơ quan xử lý
notice-answer-due = Phản ánh { $number } ở { $unit } chờ trả lời lần đầu: { $day }
notice-settlement-due = Phản ánh { $number } ở { $unit } sắp đến hạn giải quyết: { $day }
notice-settlement-overdue = Phản ánh { $number } ở { $unit } quá hạn giải quyết từ { $day }
notice-settlement-escalated = Phản ánh { $number } ở { $unit } quá hạn hơn bảy ngày, cần chỉ đạo
notice-extension-asked = Phản ánh { $number } ở { $unit }: cơ quan xin gia hạn
notice-result-to-confirm = Phản ánh { $number } ở { $unit } đã có kết quả, xin xác nhận
notice-invited = Giấy mời của { $unit }: họp ngày { $day }, lúc { $time }
notice-invitation-eve = Ngày { $day }, lúc { $time }: họp tại { $unit }
notice-milestone-due = { $when ->
    [before] Sắp đến mốc của nhiệm vụ ở { $unit }: { $day }
   *[after] Mốc ngày { $day } của nhiệm vụ ở { $unit } chưa đạt
}
notice-period-close = Kỳ { $period } đã hết ngày { $day }: xin khóa sổ khi đủ báo cáo
notice-phone-silent = Máy chưa đồng bộ từ { $day }: xin mở Địa Bàn khi có mạng
notice-week = Tuần này trong địa bàn: { $count } việc quá hạn

# Trên màn hình khóa, khi người nhận không muốn hiện nội dung.
notice-neutral = Có việc mới trong Địa Bàn
notice-open = Mở Địa Bàn để xem
notice-test = Đây là lời nhắc thử. Máy này nhận được nhắc việc.
notice-mail-why = Thư này do Địa Bàn tự gửi vì việc trên chưa được xem trên điện thoại. Có thể đổi cách nhắc trong mục Nhắc việc.
notice-digest = { $count } việc cần xem hôm nay
