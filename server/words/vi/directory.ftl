# Tên gọi đơn vị: loại và tên. `unit-in` đặt đơn vị trong đơn vị cấp trên.
unit-name = { $type ->
    [province] tỉnh { $name }
    [municipality] thành phố { $name }
    [city] thành phố { $name }
    [town] thị xã { $name }
    [district] huyện { $name }
    [commune] xã { $name }
    [ward] phường { $name }
    [township] thị trấn { $name }
    [village] thôn { $name }
    [block] khu phố { $name }
   *[other] { $name }
}
unit-in = { $unit }, { $above }
