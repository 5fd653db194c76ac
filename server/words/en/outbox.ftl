# Reminders, the office's side: who was told, why it did not arrive, telling again, who can be reached, when and how.

outbox-title = The office's reminders
outbox-offline-title = Cannot be shown now
outbox-offline = There is no network. This list is kept at the office: please open it again with a network.
outbox-demo-title = Demo: nothing is sent outside
outbox-demo = This is what people would have received on their phones or by mail. It all stays on this machine; everyone still finds it in their own reminders.
outbox-no-roads-title = There is no way but the app
outbox-no-roads = People see a reminder only when they open Địa Bàn. Please ask whoever runs the server to set up push messages or a mail server.
outbox-to-phones = Who can be reached
outbox-to-phones-lead = Each person's phones and mail, and when they last worked
outbox-to-rules = When to remind, and in which words
outbox-to-rules-lead = Switch each occasion on or off, choose its days, change its sentence
outbox-since = Reminding began on { $day }.

# What still stands, by occasion.
outbox-standing = Still to be done
outbox-standing-none = Nothing waits for anybody.
outbox-counts = Told { $told } · not arrived { $failed } · on the way { $waiting }
outbox-left = { $count } left
outbox-again = { $count ->
    [one] Remind again of { $count } matter
   *[other] Remind again of { $count } matters
}
outbox-again-now = { $count ->
    [one] { $count } matter is not done and will be told again at once.
   *[other] { $count } matters are not done and will be told again at once.
}
outbox-again-at = { $count ->
    [one] { $count } matter is not done and will be told again at { $time }, when the quiet hours are over.
   *[other] { $count } matters are not done and will be told again at { $time }, when the quiet hours are over.
}
outbox-again-wait = Just told, or about to be: nobody is told twice within an hour.
outbox-again-done = { $count ->
    [one] { $count } reminder is put in and leaves now.
   *[other] { $count } reminders are put in and leave now.
}
outbox-again-done-at = { $count ->
    [one] { $count } reminder is put in and leaves at { $time }.
   *[other] { $count } reminders are put in and leave at { $time }.
}
outbox-again-done-between = { $count } reminders are put in and leave between { $first } and { $last }, by each person's quiet hours.
outbox-again-nothing = There is nothing to tell again just now.
outbox-again-unreached = { $count ->
    [one] { $count } person sees it in the app only: { $names }
   *[other] { $count } people see it in the app only: { $names }
}
outbox-again-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}

# What went out.
outbox-sent = What went out
outbox-states = State
outbox-state-all = All
outbox-state-waiting = On the way
outbox-state-done = Told
outbox-state-failed = Not arrived
outbox-state-dropped = Dropped
outbox-occasion = Occasion
outbox-occasion-all = Every occasion
outbox-person = Who was told
outbox-unit = Where it is about
outbox-filter = Filter by occasion, person, place
outbox-clear = Clear
outbox-none = No reminder went out yet. When something falls due, it shows here.
outbox-none-found = There is no such reminder.
outbox-older = Show older ones
outbox-repeated = told again
outbox-over = done meanwhile
outbox-tries = Each attempt ({ $count })
outbox-road-push = push message
outbox-road-mail = mail
outbox-road-gateway = text message
outbox-road-kept = the demo's own box
outbox-road-other = another way
outbox-will = Leaves by { $road } at { $time }
outbox-sending = Leaving by { $road }
outbox-then = Sent by { $road } at { $time }. If it is not seen, by { $next } at { $due }
outbox-retry = Not sent by { $road } yet. Tried again at { $due }
outbox-done = Sent by { $road } at { $time }
outbox-done-together = Sent together with others
outbox-done-kept = Kept on this machine at { $time }
outbox-seen = Seen
outbox-try-taken = taken
outbox-try-gone = the phone takes none any more
outbox-try-later = told to wait
outbox-try-refused = refused
outbox-try-silent = no answer
outbox-try-endpoint_private = its address leads inside, not sent
outbox-try-endpoint_unknown_host = its service is not allowed, not sent
outbox-try-other = in vain
outbox-answer = answer { $status }
outbox-why-stands_no_more = Not sent: it was done before
outbox-why-told_again = Replaced by telling it again
outbox-why-no_road = There is no way to this person. Please ask them to allow messages on their phone or to add a mail address under Reminders
outbox-why-push_refused = The phone takes no messages any more. Please ask them to open Địa Bàn and allow them again
outbox-why-push_silent = The push service does not answer. Please tell it again in an hour
outbox-why-mail_refused = The mailbox refuses it. Please ask them to check their address
outbox-why-mail_silent = The mail server does not answer. Please ask whoever runs the server to look at it
outbox-why-gateway_refused = The message gateway refuses this number. Please ask them to check it
outbox-why-gateway_silent = The message gateway does not answer. Please ask whoever runs the server to look at it
outbox-why-endpoint_private = The phone's address leads into an inside network, so nothing was sent. Please ask whoever runs the server to look at the name
outbox-why-endpoint_unknown_host = The phone's push service is not on the list of allowed ones. Please ask whoever runs the server to add it to DIABAN_PUSH_HOSTS
outbox-why-fault = A fault of the system. Please ask whoever runs the server to look at its log
outbox-why-other = It could not be sent

# Who can be reached.
outbox-reach = Who can be reached
outbox-reaches = How people are reached
outbox-reach-all = All
outbox-reach-none = No way
outbox-reach-retired = Phone stopped
outbox-reach-closed = Switched off
outbox-reach-reached = Reached
outbox-reach-none-do = There is no way to this person yet. Please ask them to allow messages on their phone or to add a mail address under Reminders.
outbox-reach-retired-do = The phone takes no messages any more. Please ask them to open Địa Bàn and allow them again.
outbox-reach-closed-do = This person has switched all ways off, and sees reminders only in Địa Bàn.
outbox-reach-nobody = There is nobody like that.
outbox-through = By { $roads }
outbox-phone-shown = last shown { $time }
outbox-phone-taken = last taken { $time }
outbox-phone-new = took none yet
outbox-phone-retired = takes none since { $time }
outbox-phone-shut = signed out or withdrawn
outbox-phone-unnamed = A device without a name
outbox-more-people = Show more

# When to remind, and in which words.
outbox-rules = When to remind, and in which words
outbox-rules-pick = Choose an occasion to see and change it.
outbox-rule-off = Not reminded
outbox-rule-own = the office's words
outbox-rule-on = Remind of this
outbox-rule-from = Counted from: { $day }
outbox-rule-before = How many days before
outbox-rule-before-hint = Several with commas between, such as 5, 1. Empty: not before.
outbox-rule-that-day = On the day
outbox-rule-after = How many days after
outbox-rule-after-hint = Such as 1, 3. Empty: not after.
outbox-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
outbox-turns-before = { $days } before
outbox-turns-that-day = on the day
outbox-turns-after = { $days } after
outbox-wording-vi = Sentence in Vietnamese
outbox-wording-en = Sentence in English
outbox-wording-hint = Empty: the sentence that is there already. Press to put in:
outbox-variable-unit = Name of the unit
outbox-variable-day = Day
outbox-variable-number = Number
outbox-variable-period = Period
outbox-variable-time = Time
outbox-preview = They will read
outbox-rule-save = Save
outbox-rule-saved = Saved. Everyone is reminded this way once this device has synced.
outbox-rule-default = Back to the default
outbox-rule-days-bad = Please write days from 1 to 90, with commas between.
outbox-rule-turns-none = Please choose at least one day, or switch this occasion off.
outbox-day-visit_due = the last day of the period of visits
outbox-day-report_unsent = the day on which the trip ended
outbox-day-report_returned = the day on which the report came back
outbox-day-report_waiting = the day on which the report arrived
outbox-day-commitment_due = the promised day
outbox-day-item_unowned = the day on which the matter was raised
outbox-day-answer_due = the day by which it is first answered
outbox-day-settlement_due = the day by which it is settled
outbox-day-settlement_overdue = the day by which it is settled
outbox-day-settlement_escalated = the day by which it is settled
outbox-day-extension_asked = the day on which more time was asked
outbox-day-result_to_confirm = the day of the result
outbox-day-invited = the day of the invitation
outbox-day-invitation_eve = the day of the meeting
outbox-day-milestone_due = the day of the milestone
outbox-day-period_close = the last day of the period
outbox-day-phone_silent = the last sync
outbox-day-storage_unkept = the day on which the device said that its storage may be cleared
outbox-day-week = the first working day of the week
