# Định kỳ đi cơ sở: phải đi, đã đi, miễn, nghỉ phép, kỳ báo cáo.
duty-title = Định kỳ đi cơ sở
duty-own = Địa bàn của tôi
duty-none = Chưa có quy định định kỳ cho địa bàn này. Khi văn phòng đặt quy định, số chuyến phải đi và đã đi sẽ hiện ở đây.
duty-no-post = Không có phân công nào ở địa chỉ này phải đi cơ sở định kỳ: phân công đã bị bỏ, thuộc vai trò không phải đi, hoặc địa chỉ bị sai. Xin mở lại từ Định kỳ đi cơ sở.
duty-not-mine = Đồng chí không giữ phân công nào phải đi cơ sở định kỳ.
duty-month = Tháng { $month }/{ $year }
duty-quarter = Quý { $quarter }/{ $year }
duty-half = { $half ->
    [1] 6 tháng đầu năm { $year }
   *[other] 6 tháng cuối năm { $year }
}
duty-year = Năm { $year }
duty-months = Tháng { $first } đến tháng { $last }
duty-in-year = Năm { $year }
duty-every = { $months ->
    [1] Mỗi tháng một chuyến
    [3] Mỗi quý một chuyến
    [6] Sáu tháng một chuyến
    [12] Mỗi năm một chuyến
   *[other] Cứ { $months } tháng một chuyến
}
duty-grace-days = được đi thêm { $days } ngày sau khi hết kỳ
duty-catch-up-periods = { $count ->
   *[other] được đi bù { $count } kỳ trước
}
duty-state-done = đã đi { $day }
duty-state-grace = đã đi { $day }, trong số ngày đi thêm
duty-state-caught_up = đã đi bù { $day }
duty-state-excused = được miễn
duty-state-excused-why = được miễn: { $why }
duty-state-leave = nghỉ phép
duty-state-open = chưa đi, hạn { $day }
duty-state-missed = chưa đi, đã hết hạn
duty-sums = Phải đi { $due } kỳ: đã đi { $done }, được miễn { $excused }, nghỉ phép { $leave }, chưa đi { $open }.
duty-sums-missed = Trong đó { $count } kỳ đã hết hạn.
duty-since = từ { $day }
duty-until = đến { $day }
duty-substitute = Người thay thế: { $name }
duty-extra = Chuyến đi thêm ngoài định kỳ: { $count }
duty-look = Xem báo cáo
duty-how = Mỗi chuyến chỉ tính cho một kỳ. Chuyến đi chung tính cho từng người cùng đi, mỗi người một lần. Kỳ nghỉ phép hoặc được miễn từ nửa số ngày trở lên thì không phải đi. Số này giống nhau trên máy và ở văn phòng.
duty-excuse = Miễn kỳ này
duty-excuse-why = Lý do miễn { $period }
duty-leave-it = Thôi
duty-saved = Đã ghi
duty-periods = Kỳ báo cáo
duty-books = Quy định, nghỉ phép, miễn
duty-books-none = Phần này dành cho người tổng hợp và người duyệt của tỉnh.
duty-by = Tính theo
duty-by-month = Tháng
duty-by-quarter = Quý
duty-by-half = Nửa năm
duty-by-year = Năm
duty-table = Theo đơn vị và người theo dõi
duty-period = Kỳ
duty-done-of-due = Kỳ đã đi trên kỳ phải đi
duty-search = Tìm đơn vị hoặc người
duty-lacking = Chỉ hiện nơi chưa đi
duty-unit = Đơn vị, người theo dõi
duty-where = Đơn vị
duty-who = Người theo dõi
duty-due = Phải đi
duty-done = Đã đi
duty-off = Miễn, nghỉ
duty-missed = Hết hạn
duty-table-none = Không có đơn vị nào trong danh sách này.
duty-show-all = Hiện tất cả { $count }
duty-quiet = { $count ->
   *[other] { $count } xã lâu chưa có ai đến
}
duty-quiet-for = Chưa có chuyến nào
duty-quiet-months = { $count ->
   *[other] từ { $count } tháng trở lên
}
duty-runs = Đang chạy
duty-runs-until = Kỳ này đang chạy ({ $day }). Chốt được sau ngày cuối.
duty-closing = Chốt kỳ
duty-closing-open = Chưa chốt
duty-closing-closed = Đã chốt
duty-closing-locked = Đã khóa
duty-closing-hint = Chốt: lấy số liệu đến lúc này, báo cáo đến sau được xếp riêng. Khóa: không ghi thêm miễn, nghỉ phép, quy định cho những ngày của kỳ. Báo cáo đến muộn vẫn được nhận.
duty-until-note = Số liệu gồm những gì nhận được đến { $when }.
duty-older = Máy này chỉ giữ báo cáo của hơn một năm gần đây; số của kỳ này có thể thiếu.
duty-figures = Số liệu của kỳ
duty-arrival-in_time = Nhận trong kỳ
duty-arrival-received_after = Gửi trước ngày chốt, nhận sau ngày chốt
duty-arrival-after = Viết sau ngày chốt
duty-arrival-waiting = Còn trên máy, chưa gửi
duty-list-received_after = Gửi trước ngày chốt, nhận sau
duty-list-late = Đến sau khi chốt
duty-no-period = Không có kỳ này.
duty-step-close = Chốt kỳ
duty-step-lock = Khóa kỳ
duty-step-reopen = Mở lại kỳ
duty-done-close = Đã chốt kỳ
duty-done-lock = Đã khóa kỳ
duty-done-reopen = Đã mở lại kỳ
duty-reopen-why = Lý do mở lại
duty-log = Các lần chốt, khóa, mở
duty-rules = Quy định định kỳ
duty-rules-none = Chưa có quy định nào: không ai phải đi theo kỳ.
duty-add-rule = Thêm quy định
duty-end-rule = Hết hiệu lực hôm nay
duty-all-units = mọi đơn vị
duty-cutoffs = Ngày chốt số liệu
duty-cutoffs-none = Chưa đặt: tháng tính theo lịch, từ ngày 1 đến ngày cuối tháng.
duty-cutoff-day = { $first ->
    [1] Tháng tính từ ngày 1 đến ngày cuối tháng
   *[other] Tháng tính từ ngày { $first } tháng trước đến ngày { $last }
}
duty-add-cutoff = Đặt ngày chốt khác
duty-leaves = Nghỉ phép
duty-leaves-none = Không có ai đang ghi nghỉ phép.
duty-add-leave = Ghi nghỉ phép
duty-leave-list = Nhập từ Excel
duty-excuses = Được miễn
duty-excuses-none = Chưa có kỳ nào được miễn.
duty-excuses-hint = Muốn miễn một kỳ, mở đơn vị ấy trong bảng định kỳ rồi chọn Miễn kỳ này.
duty-take-back = Bỏ
duty-take-back-title = Bỏ mục này?
duty-take-back-lead = Các kỳ liên quan sẽ lại là phải đi.
duty-end-rule-title = Cho quy định hết hiệu lực?
duty-end-rule-lead = Ngày cuối là hôm nay. Những kỳ đã hết trước đó giữ nguyên.
duty-for-role = Áp dụng cho
duty-units = Đơn vị
duty-units-hint = Để trống là mọi đơn vị. Quy định của đơn vị gần hơn được dùng trước.
duty-rhythm = Định kỳ
duty-grace = Số ngày được đi thêm
duty-grace-hint = Chuyến đi trong những ngày này vẫn tính cho kỳ vừa hết.
duty-catch-up = Số kỳ được đi bù
duty-catch-up-hint = Chuyến thứ hai trong một kỳ bù cho kỳ còn thiếu trước đó.
duty-from = Có hiệu lực từ
duty-decision = Số quyết định
duty-save = Ghi
duty-first-day = Tháng bắt đầu từ ngày
duty-first-day-hint = 15: từ ngày 15 tháng trước đến ngày 14. 1: theo lịch.
duty-person = Người nghỉ
duty-first = Ngày đầu
duty-last = Ngày cuối
duty-leave-hint = Chỉ ghi số quyết định, không ghi lý do: mọi người trong hệ thống đều thấy.
