# Figures with a comparator, and the names of periods.
measures-hint = A sign may stand before it: > 64, ≥ 85, < 10, ~ 70.
measures-read-as = Read as { $value }.
measures-no-number = Please write a number, such as 84.4 or > 64.
measures-met = met
measures-missed = not met
measures-unclear = not clear whether met
measures-year = Year { $year }
measures-half = { $half ->
    [1] First half of { $year }
   *[other] Second half of { $year }
}
measures-quarter = Quarter { $quarter }/{ $year }
measures-month = { $month }/{ $year }
