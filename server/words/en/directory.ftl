# What units are called. Their names are proper names: they stand as on letters and signs, and as people search them.
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
