# Feedback: what is raised, and what is answered.
feedback-title = Feedback
feedback-new = New feedback
feedback-search = Search by number, unit or words
feedback-search-none = Nothing found for "{ $text }". Accents do not matter.
feedback-lists = Lists of feedback
feedback-list-mine = For me
feedback-list-open = Open
feedback-list-answered = Answered
feedback-list-closed = Closed
feedback-empty-mine = Nothing is waiting for you.
feedback-empty-open = Nothing is open.
feedback-empty-answered = No answer is waiting for the commune.
feedback-empty-closed = Nothing has been closed yet.
feedback-pick = Choose an item on the left to read it.
feedback-missing = This item is not on this phone, or you may not read it.
feedback-no-number = no number yet
feedback-count-only = Only counted; nothing of its content is kept.
feedback-age = { $days ->
    [0] today
    [one] { $days } day old
   *[other] { $days } days old
  }
feedback-due = due { $day }
feedback-due-late = { $days ->
    [one] { $days } day late
   *[other] { $days } days late
  }
feedback-due-extended = first due { $day }, extended
feedback-due-later = The office works out the due date on arrival.
feedback-no-owner = no owner yet
feedback-asked-owner = Needs an owner
feedback-asked-answer = Needs an answer
feedback-asked-confirm = Needs the commune's word on the answer
feedback-asked-extension = Asks for an extension
feedback-asked-none = Nothing is asked of you now.

feedback-kind = Kind
feedback-kind-issue = Issue
feedback-kind-recommendation = Recommendation
feedback-kind-proposal = Proposal
feedback-kind-question = Question
feedback-urgency = Urgency
feedback-urgency-urgent = Urgent
feedback-urgency-normal = Normal
feedback-urgency-complex = Complex
feedback-source = Source
feedback-source-commune = The commune
feedback-source-people = People's opinion, in aggregate
feedback-source-monitor = The monitor
feedback-theme = Theme
feedback-theme-choose = Choose a theme
feedback-unit = Unit
feedback-matter = Matter
feedback-matter-hint = One matter an item. No names or document numbers of private citizens.
feedback-from-visit = From visit { $visit }
feedback-raise = Send feedback
feedback-raised = The feedback is queued for sending.
feedback-clock = { $urgency ->
    [urgent] To be settled within 5 working days.
    [complex] To be settled within 30 working days.
   *[normal] To be settled within 15 working days.
  }
feedback-denounce-title = This reads like a denunciation
feedback-denounce-lead = A denunciation of a named person does not belong here. Please tell the citizen where to file it under the law, and keep only the count.
feedback-refer = Keep only the count
feedback-referred = One referral counted; nothing of its content is kept.
feedback-identity = There is a number like that of an identity card. Please take it out and write about the matter only.
feedback-refused = The office could not take this. What you wrote is still on this phone.
feedback-thread = The exchange
feedback-raise-anyway = It is none, send it
feedback-similar = { $count ->
    [one] This unit has { $count } open item on the same theme. If it is the same matter, please add a message there.
   *[other] This unit has { $count } open items on the same theme. If it is the same matter, please add a message there.
  }

feedback-owner = Owner
feedback-owner-hint = Type the agency's name, with or without accents.
feedback-owner-none = No agency has such a name.
feedback-due-date = Due date
feedback-due-date-hint = Left empty, it follows from the urgency.
feedback-reason = Reason
feedback-reason-hint-own = Needed when you set a date of your own.
feedback-reason-hint-reopen = Needed for reopening: what is not solved.
feedback-give-owner = Give owner
feedback-hand-over = Hand over
feedback-hand-over-lead = If it is not for your agency, pass it on and say why.
feedback-explain = Explain on the spot
feedback-explain-lead = If you have explained it to the people concerned, record that; the item is closed.
feedback-explanation = Explanation
feedback-explain-do = Record and close
feedback-message = Message
feedback-message-hint = Everyone concerned can read it.
feedback-message-send = Send message
feedback-answer = Answer
feedback-answer-hint = What was done, when, and the number of the document if there is one.
feedback-outcome = Outcome
feedback-outcome-choose = Choose an outcome
feedback-outcome-settled = Settled
feedback-outcome-partly = Partly settled
feedback-outcome-refused = Refused, with reason
feedback-outcome-transferred = Transferred
feedback-confirm = Confirm
feedback-confirm-lead = Is the answer complete, and true on the ground?
feedback-reopen = Reopen
feedback-ask-extension = Ask for an extension
feedback-until = Until
feedback-ask-extension-do = Send the request
feedback-extension-asked = { $agency } asks for an extension until { $day }.
feedback-extend = Grant the extension
feedback-set-due = Set the due date
feedback-set-due-do = Save the new date
feedback-more-actions = Other actions
feedback-cancel = Cancel
feedback-done = Recorded, waiting to be sent.

feedback-entry-raised = raised this
feedback-entry-explained = explained on the spot
feedback-entry-owned = Given to { $agency }
feedback-entry-owned-due = Given to { $agency }, due { $day }
feedback-entry-handed = Handed over to { $agency }
feedback-entry-answered = answered: { $outcome }
feedback-entry-confirmed = confirmed
feedback-entry-confirmed-line = { $name } confirmed the answer
feedback-entry-reopened = reopened
feedback-entry-reopened-line = { $name } reopened it
feedback-entry-extension_asked = asked for an extension until { $day }
feedback-entry-extended = Extended until { $day }
feedback-entry-due_set = Due date set to { $day }
feedback-entry-referred = Referred on; only counted
feedback-entry-pending = waiting to be sent
feedback-you = You

feedback-bad-missing-matter = Please write what it is about.
feedback-bad-missing-kind = Please choose the kind.
feedback-bad-missing-theme = Please choose the theme.
feedback-bad-missing-urgency = Please choose the urgency.
feedback-bad-missing-unit = Please choose the unit.
feedback-bad-missing-owner = Please choose the owner.
feedback-bad-missing-outcome = Please choose the outcome.
feedback-bad-missing-text = Please write something.
feedback-bad-missing-until = Please choose a date.
feedback-bad-reason-required = Please give the reason.
feedback-bad-unit-outside-assignment = You are not assigned to this unit. Please choose another.
feedback-bad-text-too-long = This is longer than { $count } characters. Please shorten it.
feedback-bad-bad-character = This holds a character that cannot be read. Please delete what was pasted and type it again.
feedback-bad-past-day = This day has passed. Please choose another.

feedback-figures = Figures
feedback-figures-as-of = As of
feedback-figures-total = Total
feedback-figures-closed = Closed
feedback-figures-in_progress = In progress
feedback-figures-refused = Refused with reason
feedback-figures-transferred = Transferred
feedback-figures-overdue_unanswered = Overdue, unanswered
feedback-figures-open = Open
feedback-figures-ever_reopened = Ever reopened
feedback-figures-extended = Extended
feedback-figures-finally_answered = Finally answered
feedback-figures-of = { $part } of { $whole }
feedback-figures-percent = { $percent } %
feedback-figures-note = Computed on this phone from the items you may read.
