# Reminders: one short sentence an occasion, which says what it is and what to do. $turn: days from the day it is about.

notice-visit-due = { $when ->
    [before] The period for visiting { $unit } ends on { $day }: please go and report
   *[after] The period for visiting { $unit } ended on { $day } with no report: please send it, or say why
}
notice-report-unsent = The report of the visit to { $unit } on { $day } is not sent: please finish it
notice-report-returned = Report { $number } about { $unit } came back: please see the comments, correct it and send it
notice-report-waiting = Report { $number } about { $unit } is waiting for your review
notice-commitment-due = What was promised to { $unit } is due on { $day }: please keep it and tell them
notice-item-unowned = Item { $number } in { $unit } has no agency yet: please give it one
notice-answer-due = Item { $number } in { $unit }: please give a first answer by { $time } on { $day }
notice-settlement-due = Item { $number } in { $unit }: please settle it by { $day }
notice-settlement-overdue = Item { $number } in { $unit } was due on { $day }: please answer, or ask for more time
notice-settlement-escalated = Item { $number } in { $unit } was due on { $day } and is still open: please decide
notice-extension-asked = Item { $number } in { $unit }: the agency asks for more time, please decide
notice-result-to-confirm = Item { $number } in { $unit } has a result: please confirm it, or reopen it
notice-invited = Invitation from { $unit }: a meeting on { $day } at { $time }, please answer
notice-invitation-eve = Meeting in { $unit } on { $day } at { $time }
notice-milestone-due = { $when ->
    [before] The task in { $unit } has a milestone on { $day }: please tell when it is reached
   *[after] The milestone of { $day } of the task in { $unit } is not reached: please tell how it stands
}
notice-period-close = Period { $period } ended on { $day }: please close it when the reports are in
notice-phone-silent = Your phone has not synced since { $day }: please open Địa Bàn where there is a network
notice-storage-unkept = Your phone may empty Địa Bàn: please add it to the Home Screen, and send everything
notice-week = { $escalated ->
    [0] This week in your area: { $count } overdue
   *[other] This week in your area: { $count } overdue, { $escalated } to be decided
}

# On the lock screen of who does not want to show what it is about.
notice-neutral = There is something new in Địa Bàn
notice-open = Open Địa Bàn to see it
notice-test = This is a test. Reminders reach this phone.
notice-mail-why = Địa Bàn sent this by itself, because the matter has not been seen on a phone. How you are reminded can be changed under Reminders.
notice-digest = { $count ->
    [one] One matter to look at today
   *[other] { $count } matters to look at today
}
