# An office's own lists: items, past visits, leave.
imports-title = Bring old lists
imports-feedback = Feedback items
imports-visits = Past visits
imports-leave = Leave
imports-nobody = A clerk brings items and leave; a supervisor brings past visits.
imports-lead-feedback = Bring your register of feedback from Excel: each row is a matter, open or settled with its result and day. Each says which list it came from.
imports-lead-visits = Bring your list of visits that were made. Whoever takes it answers for it as for reports that he approves; nobody takes visits of his own.
imports-lead-leave = Bring the list of leave: each row one leave of one person. Bring no reasons.
imports-step-1 = Download the template, or use your own Excel file: columns may have other names and any order.
imports-step-2 = Choose the file: every row is judged; nothing is written yet.
imports-step-3 = Confirm. Rows that are not right stay out and keep no others back. The same file twice changes nothing.
imports-template = Download the template
imports-choose = Choose a file
imports-checking = Reading row by row…
imports-not-checked = The file could not be read
imports-checked = “{ $name }”, checked
imports-counts = { $new } new, { $changed } corrected, { $same } there already, { $ask } to decide, { $bad } not right
imports-hidden = { $count ->
    [one] One row is hidden in Excel; it was read too.
   *[other] { $count } rows are hidden in Excel; they were read too.
}
imports-unread = Only the page “{ $page }” was read. Please save the others ({ $pages }) as files of their own if they are needed.
imports-take = { $count ->
    [one] Take one row
   *[other] Take { $count } rows
}
imports-go-on = Go on
imports-progress = { $done } of { $total } rows are taken.
imports-stopped = Not all of it is taken
imports-done = { $count ->
    [one] One row is taken.
   *[other] { $count } rows are taken.
}
imports-left = { $count ->
    [one] One row stays out. Download it, mend it by the column of reasons, and choose that file again.
   *[other] { $count } rows stay out. Download them, mend them by the column of reasons, and choose that file again.
}
imports-left-file = Download what stayed out
imports-more = The first { $count } rows are shown, those that need a look before others.
imports-row = Row { $row }
imports-verdict-new = new
imports-verdict-changed = corrected by this file
imports-verdict-same = there already, unchanged
imports-verdict-ask = to decide
imports-verdict-bad = not right
imports-letters = converted from { $letters }
imports-converted = { $count ->
    [1] One row was typed in an old font (VNI or TCVN3) and was converted to Unicode. Please read it before you take it.
   *[other] { $count } rows were typed in an old font (VNI or TCVN3) and were converted to Unicode. Please read them before you take them.
}
