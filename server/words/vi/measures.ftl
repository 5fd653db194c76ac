# Số liệu có dấu so sánh, và tên các kỳ.
measures-hint = Có thể ghi dấu: > 64, ≥ 85, < 10, ~ 70.
measures-read-as = Đọc là { $value }.
measures-no-number = Hãy ghi một số, ví dụ 84,4 hoặc > 64.
measures-met = đạt
measures-missed = chưa đạt
measures-unclear = chưa rõ đạt hay không
measures-year = Năm { $year }
measures-half = { $half ->
    [1] 6 tháng đầu năm { $year }
   *[other] 6 tháng cuối năm { $year }
}
measures-quarter = Quý { $quarter }/{ $year }
measures-month = Tháng { $month }/{ $year }
