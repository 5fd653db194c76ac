# Reminders: one short sentence an occasion, which says what it is and what to do. $turn: days from the day it is about.

notice-visit-due = { $when ->
    [before] The period for visiting { $unit } ends on { $day }
   *[after] The period for visiting { $unit } ended on { $day } without a report
}
notice-report-unsent = The report of the visit to { $unit } on { $day } has not been sent
notice-report-returned = Report { $number } about { $unit } was returned to be corrected
notice-report-waiting = Report { $number } about { $unit } is waiting for review
notice-commitment-due = What was promised to { $unit } is due on { $day }
notice-item-unowned = Item { $number } in { $unit } has no agency yet
notice-answer-due = Item { $number } in { $unit } waits for its first answer: { $day }
notice-settlement-due = Item { $number } in { $unit } is to be settled by { $day }
notice-settlement-overdue = Item { $number } in { $unit } has been overdue since { $day }
notice-settlement-escalated = Item { $number } in { $unit } is more than seven days late and needs a decision
notice-extension-asked = Item { $number } in { $unit }: the agency asks for more time
notice-result-to-confirm = Item { $number } in { $unit } has a result: please confirm it
notice-invited = Invitation from { $unit }: a meeting on { $day } at { $time }
notice-invitation-eve = { $day }, { $time }: meeting at { $unit }
notice-milestone-due = { $when ->
    [before] A milestone of the task in { $unit } is near: { $day }
   *[after] The milestone of { $day } of the task in { $unit } has not been reached
}
notice-period-close = Period { $period } ended on { $day }: please close it when the reports are in
notice-phone-silent = This phone has not synced since { $day }: please open Địa Bàn where there is a network
notice-week = This week in your area: { $count } matters are overdue

# On the lock screen of who does not want to show what it is about.
notice-neutral = There is something new in Địa Bàn
notice-open = Open Địa Bàn to see it
notice-test = This is a test. Reminders reach this phone.
notice-mail-why = Địa Bàn sent this by itself, because the matter has not been seen on a phone. How you are reminded can be changed under Reminders.
notice-digest = { $count ->
    [one] One matter to look at today
   *[other] { $count } matters to look at today
}
