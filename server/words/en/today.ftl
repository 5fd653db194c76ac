# Today: what is due, what came back, what is unsent.
today-unsent = { $count } unsent
today-photos = Photos are still on their way
today-typed = A draft has words that the office has not got yet
today-all-sent = Everything is sent
today-drafts = { $count ->
    [one] { $count } draft in the making
   *[other] { $count } drafts in the making
  }
today-unread = { $count ->
    [one] One new reminder
   *[other] { $count } new reminders
  }
today-last-sync = Last synced { $when }
today-never-synced = Never synced yet
today-sync-now = Sync now
today-sync-failed = The office cannot be reached. This phone tries again by itself.
today-returned = Returned to you
today-needs = { $count ->
    [one] { $count } thing needs your decision
   *[other] { $count } things need your decision
  }
today-needs-lead = What you wrote is safe. Please open it and choose.
today-needs-open = Open
today-expired = Your sign-in has expired
today-expired-lead = All you wrote is still on this phone. Please sign in again to send it.
today-sign-in-again = Sign in again
today-lost = The browser has erased what was on this phone
today-lost-newest = The browser has dropped what was written last on this phone
today-lost-lead = { $count ->
    [0] What had not been sent is gone (noticed { $when }). Please check your latest reports, and call the office.
    [one] There was { $count } unsent thing on it (noticed { $when }). Please check your latest reports, and call the office.
   *[other] There were { $count } unsent things on it (noticed { $when }). Please check your latest reports, and call the office.
}
today-visited = Communes visited
today-due = Due
today-invitations = Invitations
today-duty = This year { $due } due, { $done } done
today-duty-missed = { $count ->
    [one] { $count } period is over
   *[other] { $count } periods are over
  }
today-duty-done = This period is done or excused
today-confirm = Answers to confirm
today-answer = Feedback to answer
today-own = Feedback without an owner
today-review = Reports to review
today-review-all = See all { $count } reports
today-see-all = See all { $count }
today-by = by { $day }
today-unvisited = Communes without a visit in month { $month }
today-overdue = Overdue feedback
today-nothing = Nothing is due today. Returned reports, answers and new due dates appear here.
today-first-load = Loading for the first time…
today-first-load-offline = This phone has not loaded anything yet. Please connect once; after that you can work without a network.
today-losses = A device of yours was withdrawn or reported lost
today-handed = { $count ->
    [one] 1 piece of refused work was handed to the office
   *[other] { $count } pieces of refused work were handed to the office
  }
today-handed-lead = Whoever wrote it asks a clerk to look after it.
today-heirs = { $count ->
    [one] { $count } matter waits for a unit to be chosen
   *[other] { $count } matters wait for a unit to be chosen
}
today-heirs-lead = Their unit was split or abolished.
today-heirs-open = Choose
