# The exchange: an item's clocks, splitting and joining items, the joint record of a visit. Fetched when needed.
exchange-several = { $count ->
    [one] This seems to hold { $count } matter
   *[other] This seems to hold { $count } matters
  }
exchange-separate = { $count ->
    [one] Send as { $count } item
   *[other] Send as { $count } items
  }
exchange-promise = Sent now, it gets a first answer by { $answer } and is settled by the end of { $day }.
exchange-listed = From the office's list “{ $list }”, entered by { $name } { $when }
exchange-escalated = Overdue by 7 days or more: escalated since { $day }.
exchange-linked = This item is joined to another on the same matter and will close with it.
exchange-linked-to = Joined to { $number }: the result will stand in both.
exchange-split-from = Split off
exchange-split-into = Split into
exchange-answered = { $hours ->
    [one] First answer { $when }, after { $hours } working hour.
   *[other] First answer { $when }, after { $hours } working hours.
  }
exchange-answered-late = { $hours ->
    [one] First answer { $when }, after { $hours } working hour, later than promised.
   *[other] First answer { $when }, after { $hours } working hours, later than promised.
  }
exchange-answer-due = A first answer is due by { $when }.
exchange-answer-overdue = Nobody has answered; a first answer was due by { $when }.
exchange-split-lead = One matter an item, one agency, one date. Dates still count from the day it was raised.
exchange-part = Matter { $n }
exchange-part-add = Add a matter
exchange-part-drop = Remove this matter
exchange-split-do = { $count ->
    [one] Split into { $count } item
   *[other] Split into { $count } items
  }
exchange-link-lead = This item will wait and close with the chosen one. Readers of the two do not see each other's words.
exchange-original = Open item on the same matter
exchange-original-missing = Please choose the item on the same matter.
exchange-link-do = Join
exchange-joint = Joint record with the commune
exchange-joint-lead = The commune says whether this visit was as written.
exchange-joint-ask = This visit
exchange-joint-words = The commune's words
exchange-joint-words-hint = Not required when the commune acknowledges it.
exchange-joint-send = Send
exchange-joint-again = Say something else
exchange-joint-done = Recorded, waiting to be sent.
exchange-joint-round = on round { $round }
exchange-stance-acknowledged = Acknowledged by the commune
exchange-stance-annotated = Annotated by the commune
exchange-stance-disputed = Disputed by the commune
exchange-move-asked = { $unit } was split or abolished. Which unit takes this over?
exchange-move-to = Unit that takes it
exchange-move-do = Move it there
exchange-move-why = Reason, if there is something to say
exchange-moved = Moved to { $unit }. It is sent when there is a network.
exchange-heirs = Choose the unit that takes it
exchange-heirs-lead = Items and tasks of units that were split or abolished: { $count }. One press moves each.
exchange-heirs-none = Nothing waits. What has one successor goes there by itself.
exchange-heirs-move = To { $unit }
exchange-heirs-task = Difficult task
exchange-heirs-abolished = Abolished without a successor: open it and choose a unit.
exchange-move-waits = { $unit } was split or abolished; the clerk is choosing which unit takes this item.
exchange-photos = Photos that show the result
exchange-photos-hint = At most { $count }. The answer goes first, the photos follow; no papers with an identity number.
exchange-evidence = Photos with the answer ({ $count })
exchange-names-somebody = This seems to name a person. Say where and what only; no names of private citizens.
exchange-clerk-several = This item seems to hold { $count } matters. If so, split it: each gets one agency and one date.
exchange-clerk-names = This item seems to name a person. If it is a private citizen, have an administrator erase it.
exchange-clerk-similar = { $count ->
    [one] { $count } item of the same unit and theme is open. If it is the same matter, link them.
   *[other] { $count } items of the same unit and theme are open. If one is the same matter, link them.
}
