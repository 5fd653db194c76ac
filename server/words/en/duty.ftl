# Duty visits: due, made, excused, on leave, reporting periods.
duty-title = Duty visits
duty-own = My area
duty-none = There is no duty rule for this area yet. Once the office sets one, what is due and what was done shows here.
duty-no-post = No assignment at this address owes visits: it is gone, its role owes none, or the address is wrong. Please open it again from Duty visits.
duty-not-mine = You hold no assignment that owes visits.
duty-month = { $month }/{ $year }
duty-quarter = Quarter { $quarter }/{ $year }
duty-half = { $half ->
    [1] First half of { $year }
   *[other] Second half of { $year }
}
duty-year = Year { $year }
duty-months = Months { $first } to { $last }
duty-in-year = Year { $year }
duty-every = { $months ->
    [1] One visit a month
    [3] One visit a quarter
    [6] One visit every half-year
    [12] One visit a year
   *[other] One visit every { $months } months
}
duty-grace-days = { $days } days of grace after the period
duty-catch-up-periods = { $count ->
    [one] the period before may be made good
   *[other] the last { $count } periods may be made good
}
duty-state-done = done { $day }
duty-state-grace = done { $day }, in the days of grace
duty-state-caught_up = made good { $day }
duty-state-excused = excused
duty-state-excused-why = excused: { $why }
duty-state-leave = on leave
duty-state-open = open, due { $day }
duty-state-missed = not done, time is over
duty-sums = Due { $due }: done { $done }, excused { $excused }, on leave { $leave }, open { $open }.
duty-sums-missed = Of these, { $count } are over.
duty-since = since { $day }
duty-until = until { $day }
duty-substitute = Substitute: { $name }
duty-extra = Visits beyond the duty: { $count }
duty-look = See the report
duty-how = Each visit counts for one period only. A joint trip counts once for each who went. A period that is on leave or excused for half of its days or more is not owed. The number is the same on the phone and at the office.
duty-excuse = Excuse this period
duty-excuse-why = Why { $period } is excused
duty-leave-it = Leave it
duty-saved = Saved
duty-periods = Reporting periods
duty-books = Rules, leave, excuses
duty-books-none = This is for the clerks and supervisors of the province.
duty-by = Count by
duty-by-month = Month
duty-by-quarter = Quarter
duty-by-half = Half-year
duty-by-year = Year
duty-table = By unit and person
duty-period = Period
duty-done-of-due = Periods done of periods due
duty-search = Find a unit or a person
duty-lacking = Only where a visit is lacking
duty-unit = Unit, person
duty-where = Unit
duty-who = Person
duty-due = Due
duty-done = Done
duty-off = Excused, leave
duty-missed = Over
duty-table-none = No unit is in this list.
duty-show-all = Show all { $count }
duty-quiet = { $count ->
    [one] { $count } commune not visited for long
   *[other] { $count } communes not visited for long
}
duty-quiet-for = No visit
duty-quiet-months = { $count ->
    [one] for { $count } month or more
   *[other] for { $count } months or more
}
duty-runs = Under way
duty-runs-until = This period goes on ({ $day }). It can be closed after its last day.
duty-closing = Closing
duty-closing-open = Not closed
duty-closing-closed = Closed
duty-closing-locked = Locked
duty-closing-hint = Close: the figures hold what came until now; later reports stand apart. Lock: no excuse, leave or rule can be added for the period's days. Late reports are still taken.
duty-until-note = The figures hold what had arrived by { $when }.
duty-older = This phone holds the reports of about the last year; the numbers of this period may be incomplete.
duty-figures = Figures of the period
duty-arrival-in_time = Received in the period
duty-arrival-received_after = Sent before the cut-off, received after
duty-arrival-after = Written after the cut-off
duty-arrival-waiting = Still on a phone
duty-list-received_after = Sent before the cut-off, received after
duty-list-late = Came after the closing
duty-no-period = There is no such period.
duty-step-close = Close the period
duty-step-lock = Lock the period
duty-step-reopen = Reopen the period
duty-done-close = The period is closed
duty-done-lock = The period is locked
duty-done-reopen = The period is open again
duty-reopen-why = Why it is reopened
duty-log = What was closed, locked and reopened
duty-rules = Duty rules
duty-rules-none = No rule yet: nobody owes visits.
duty-add-rule = Add a rule
duty-end-rule = End it today
duty-all-units = all units
duty-cutoffs = Cut-off day
duty-cutoffs-none = None yet: months are the calendar's, from the first to the last day.
duty-cutoff-day = { $first ->
    [1] Months run from the first to the last day
   *[other] Months run from day { $first } of the month before to day { $last }
}
duty-add-cutoff = Set another cut-off
duty-leaves = Leave
duty-leaves-none = Nobody is noted as on leave.
duty-add-leave = Note a leave
duty-leave-list = From Excel
duty-excuses = Excused
duty-excuses-none = No period is excused.
duty-excuses-hint = To excuse a period, open the unit in the table and choose Excuse this period.
duty-take-back = Take back
duty-take-back-title = Take this back?
duty-take-back-lead = The periods concerned are owed again.
duty-end-rule-title = End this rule?
duty-end-rule-lead = Its last day is today. Periods that ended before stay as they are.
duty-for-role = For
duty-units = Units
duty-units-hint = Empty means all units. The rule of the nearer unit goes first.
duty-rhythm = Rhythm
duty-grace = Days of grace
duty-grace-hint = A visit in these days still counts for the period that has just ended.
duty-catch-up = Periods that may be made good
duty-catch-up-hint = A second visit in one period makes good an earlier one that lacks.
duty-from = In force from
duty-decision = Decision number
duty-save = Save
duty-first-day = Months begin on day
duty-first-day-hint = 15: from the 15th of the month before to the 14th. 1: the calendar's.
duty-person = Who is on leave
duty-first = First day
duty-last = Last day
duty-leave-hint = Only the decision number, no reason: everyone in the system sees it.
