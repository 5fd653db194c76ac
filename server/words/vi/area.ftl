# Trang của một địa bàn: chuyến đi, phản ánh đang mở, lời hứa, việc khó, chỉ tiêu, người liên hệ.
area-none = Đồng chí chưa được phân công đơn vị nào.
area-own = Đơn vị được phân công
area-since = từ { $day }
area-until = đến { $day }
area-last-visit = Chuyến đi gần nhất { $day }
area-no-visit = Chưa có chuyến đi nào
area-quiet = { $count ->
   *[other] { $count } tháng không có chuyến đi
}
area-visits = Chuyến đi ({ $count })
area-open = { $count ->
    [0] Không có phản ánh đang mở
   *[other] { $count } phản ánh đang mở
  }
area-oldest = { $days ->
    [0] Mới nêu hôm nay.
   *[other] Lâu nhất { $days } ngày; xếp từ lâu nhất.
}
area-late = { $count ->
   *[other] { $count } phản ánh quá hạn
}
area-feedback = Phản ánh đang mở
area-visit-here = Báo cáo chuyến đi ở đây
area-duty = { $name }: năm nay phải đi { $due } kỳ, đã đi { $done }
area-missed = { $count ->
   *[other] { $count } kỳ đã hết hạn
}
area-next = kỳ này trước { $day }
area-commitments = Lời hứa với cơ sở ({ $count })
area-given = hứa ngày { $day }
area-due = hạn { $day }
area-invitations = Cuộc họp sắp tới: { $count }
area-tasks = Việc khó đang làm ({ $count })
area-indicators = Chỉ tiêu
area-indicators-all = Xem cả bảng chỉ tiêu
area-communes = Các xã, nơi cần đến nhất đứng trước
area-communes-none = Không có xã nào có tên như vậy.
area-search = Tìm xã, kể cả theo tên cũ
area-show-all = Xem cả { $count }
