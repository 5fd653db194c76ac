# What units are called: their type and name. `unit-in` sets a unit inside the one above it.
unit-name = { $type ->
    [province] { $name } province
    [municipality] { $name } city
    [city] { $name } city
    [town] { $name } town
    [district] { $name } district
    [commune] { $name } commune
    [ward] { $name } ward
    [township] { $name } township
    [village] { $name } village
    [block] { $name } block
   *[other] { $name }
}
unit-in = { $unit }, { $above }
