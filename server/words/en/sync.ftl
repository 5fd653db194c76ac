# Sync: what needs a decision, what waits and why.
sync-title = Sync
sync-now = Sync now
sync-needs = Needs you
sync-waiting = Waiting to be sent
sync-waiting-none = Nothing is waiting.
sync-waiting-offline = The office cannot be reached. As soon as it can, everything goes by itself, in order.
sync-waiting-next = Goes with the next sync.
sync-waiting-typed = Words of a draft are saved on this phone; the office has not got them yet.
sync-waiting-signed-out = Your sign-in has expired. Sign in again and it will go.
sync-sign-in = Sign in again
sync-sending = Sending { $i } of { $n }
sync-held = The office has it, and will take it in later
sync-last = Last sync
sync-last-success = All went well { $when }
sync-last-never = Never yet
sync-photos = Photos waiting
sync-photos-waiting = { $count ->
    [one] { $count } photo, { $size }
   *[other] { $count } photos, { $size }
  }
sync-photos-wifi = Photos wait for Wi-Fi, as you chose.
sync-photos-none = No photo is waiting.
sync-all-good = Everything is sent. This phone and the office agree.
sync-what-draft_save = Save a draft
sync-what-draft_delete = Delete a draft
sync-what-draft_restore = Restore a draft
sync-what-visit_submit = Send a report
sync-what-visit_withdraw = Withdraw a report
sync-what-visit_begin_review = Begin a review
sync-what-visit_return = Return a report
sync-what-visit_approve = Approve a report
sync-what-feedback_raise = Raise feedback
sync-what-feedback_refer = Count a referral
sync-what-feedback_explain = Explain on the spot
sync-what-feedback_own = Give owner
sync-what-feedback_message = Message
sync-what-feedback_answer = Answer feedback
sync-what-feedback_confirm = Confirm an answer
sync-what-feedback_reopen = Reopen feedback
sync-what-feedback_ask_extension = Ask for an extension
sync-what-feedback_extend = Grant an extension
sync-what-feedback_set_due = Set the due date
sync-what-feedback_split = Split an item of feedback
sync-what-feedback_link = Join an item of feedback
sync-what-feedback_unlink = Undo the joining of an item
sync-what-acknowledgement_give = The commune's word on a visit
sync-what-cadence_set = Set a duty rule
sync-what-leave_set = Note a leave
sync-what-excuse_set = Excuse a visit
sync-what-period_set = Set the cut-off day
sync-what-closing_close = Close a period
sync-what-closing_lock = Lock a period
sync-what-closing_reopen = Reopen a period
sync-what-invitation_set = Invite to a meeting
sync-what-invitation_move = Move a meeting
sync-what-invitation_withdraw = Withdraw an invitation
sync-what-invitation_answer = Answer an invitation
sync-what-invitation_propose = Ask for another time of a meeting
sync-what-invitation_attend = Attended a meeting
sync-invitation-moved = The meeting was moved
sync-invitation-withdrawn = The invitation was withdrawn
sync-invitation-changed = The invitation was corrected
sync-invitation-yes = I will come
sync-period-open = The period is open
sync-period-closed = The period is closed
sync-period-locked = The period is locked
sync-what-visit_enter = Enter a past visit
sync-what-feedback_enter = Enter an item from a list
sync-what-feedback_move = Choose the unit that takes an item
sync-what-task_set = Give or change a task
sync-what-task_extend = Extend a task
sync-what-task_close = Finish a task
sync-what-task_drop = Drop a task
sync-what-task_reopen = Reopen a task
sync-what-task_progress = Tell a figure of a task
sync-what-task_strike = Strike out a figure of a task
sync-what-task_reach = Tell a milestone of a task
sync-what-task_tie = Tie a visit to a task
sync-what-task_move = Choose the unit that takes a task
sync-what-indicator_set = Define an indicator
sync-what-target_set = Set a plan
sync-what-progress_set = Tell a figure
sync-what-notice_read = Read a reminder
sync-what-preference_set = Change how I am reminded
sync-what-occasion_set = Set when the office reminds
sync-what-conflict_settle = Settle a difference

sync-refused-title = The office could not take this
sync-refused-kept = What you wrote is still on this phone.
sync-edit-again = Edit and send again
sync-send-again = Send again
sync-words = What you wrote
sync-copy-text = Copy text
sync-copied = Text copied.
sync-drop = Drop this
sync-drop-title = Drop this?
sync-drop-lead = Its words disappear from this phone. If you need them, copy the text first.
sync-drop-do = Drop
sync-keep = Keep

sync-conflict-edit = Changed in two places: { $field }
sync-conflict-stale = Your decision did not take effect: the report changed after you read it
sync-conflict-stale-item = Someone was faster; what you did has not taken effect
sync-now-stands = As it stands
sync-conflict-late_edit = Words arrived after the report was sent
sync-conflict-delete = A draft was deleted in one place and changed in another
sync-mine = Mine
sync-theirs = Theirs
sync-both = Both
sync-choose-mine = Use mine
sync-choose-theirs = Use theirs
sync-choose-stands = Keep what stands
sync-choose-both = Keep both
sync-both-lead = Put it in order and save. Both texts are here.
sync-both-save = Save the joined text
sync-deletes = (delete the draft)
sync-late-mine = Take the report back
sync-late-theirs = Drop the late words
sync-delete-do = Delete the draft
sync-delete-keep = Keep the changed draft
sync-stale-look = Look at the report and decide again
sync-stale-drop = Drop the old decision
sync-difference = The difference
sync-settled = Chosen, waiting to be sent.
sync-nothing = (nothing)

sync-hand-over = Hand over to the office
sync-handed = In the office's hands since { $when }. A clerk looks after it.
sync-save-text = Save as a file
sync-case-elsewhere = From another of your devices
sync-case-words-at-office = Its words are at the office. With a network they stand here, to send or to close.
sync-case-of = Handed over by { $name }
sync-case-again = Let it count as it is
sync-case-close = Looked after
sync-case-done = Done. Its author will read of it.
sync-look = Look at it
sync-other-decides = { $name } decides which words stay.
sync-settled-by = Settled by { $who }: { $choice }
sync-settled-read = Read by { $who }
sync-others = { $count ->
    [one] 1 difference that others settle, or that is settled
   *[other] { $count } differences that others settle, or that are settled
  }

sync-receipt = This phone and the office
sync-receipt-at = Counted at the office { $when }
sync-receipt-unknown = The office has not said yet what it has. Please sync with a network.
sync-receipt-differs = They are not alike yet: something waits, or is on its way. Please sync again.
sync-count-visits = Reports sent
sync-count-feedback = Feedback raised
sync-count-drafts = Drafts
sync-count-photos = Photos stored
sync-count-all = All you may read
sync-count-both = here { $here } · office { $office }
sync-room-used = { $size } are used on this phone.
sync-room-kept = The browser has promised to keep them.
sync-room-may-go = The browser may delete them when room runs short.
sync-room-keep = Ask the browser to keep them
sync-kept-cut = { $count ->
    [one] The spare copy of 1 older thing is gone
   *[other] The spare copies of { $count } older things are gone
  }
sync-kept-cut-lead = The office has all of it. This phone also keeps a copy of what was sent, in case the office has to go back to a backup; its room for copies was full. You need not do anything. If the office says that it went back to a backup, please check your older reports there.
sync-losses = A device of yours was withdrawn or reported lost
sync-loss = { $label }: what was written on it after { $when } is not at the office.
sync-loss-wiped = { $label }, last seen { $when }: it has erased itself. { $count ->
    [0] Nothing unsent was on it.
    [one] 1 unsent thing was lost with it.
   *[other] { $count } unsent things were lost with it.
  }
sync-loss-drain = { $label } was withdrawn. What it had not sent is handed in and waits for you below.
sync-losses-read = I have read this
sync-task-open = Under way
sync-task-closed = Done
sync-task-dropped = Dropped
