# Reviewing reports.
review-queue = Waiting for review
review-queue-count = { $count ->
    [one] { $count } report waiting
   *[other] { $count } reports waiting, oldest first
  }
review-empty = No report is waiting. New ones appear here, oldest first.
review-pick = Choose a report on the left to review it.
review-waiting-days = { $days ->
    [0] sent today
    [one] waiting { $days } day
   *[other] waiting { $days } days
  }
review-again = sent again, round { $round }
review-comment = Comment
review-comment-hint = Needed for a return. The writer and reviewers read it; the commune does not.
review-comment-on = Comment on { $section }
review-comment-close = Drop the remark on { $section }
review-return = Return
review-approve = Approve
review-changed-since = Words changed since round { $round } are marked.
review-show-changes = Mark the changes
review-done-return = Returned. The comment goes to the writer's phone.
review-done-approve = Approved.
review-own = This is your own report; another reviewer will decide.
review-someone = { $name } is reading this report.
review-clone = This report says word for word what an earlier one of the same writer says.
