# The page of an area: visits, open matters, commitments, tasks, indicators, whom to turn to.
area-none = You are not assigned to any unit yet.
area-own = Units you answer for
area-since = since { $day }
area-until = until { $day }
area-last-visit = Last visit { $day }
area-no-visit = No visit yet
area-quiet = { $count ->
    [one] { $count } month without a visit
   *[other] { $count } months without a visit
}
area-visits = Visits ({ $count })
area-open = { $count ->
    [0] No open feedback
    [one] { $count } open item
   *[other] { $count } open items
  }
area-oldest = { $days ->
    [0] Opened today.
    [one] The oldest is { $days } day old; oldest first.
   *[other] The oldest is { $days } days old; oldest first.
}
area-late = { $count ->
    [one] { $count } item overdue
   *[other] { $count } items overdue
}
area-feedback = Open feedback
area-visit-here = Report a visit here
area-duty = { $name }: this year { $due } due, { $done } done
area-missed = { $count ->
    [one] { $count } period missed
   *[other] { $count } periods missed
}
area-next = this period by { $day }
area-commitments = Commitments ({ $count })
area-given = given { $day }
area-due = due { $day }
area-invitations = Meetings ahead: { $count }
area-tasks = Tasks under way ({ $count })
area-indicators = Indicators
area-indicators-all = See the whole table
area-communes = Communes, where a visit is needed most first
area-communes-none = No commune has such a name.
area-search = Find a commune, by a former name too
area-show-all = See all { $count }
