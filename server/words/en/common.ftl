# Words that every screen shares.
common-just-now = just now
common-minutes-ago = { $count ->
    [one] 1 minute ago
   *[other] { $count } minutes ago
}
common-hours-ago = { $count ->
    [one] 1 hour ago
   *[other] { $count } hours ago
}
common-late-days = { $count ->
    [one] 1 day late
   *[other] { $count } days late
}
common-close = Close
common-cancel = Cancel
common-back = Back
common-undo = Undo
common-retry = Try again
common-details = Details
common-loading = Opening…
common-notices = Notices
common-suggestions = Suggestions
common-no-match = Nothing found. You can type without accents.
common-type-more = There are more. Please type to find.
common-show-more = Show more ({ $shown } of { $total } shown)
common-chosen = Chosen
common-remove = Remove { $name }
common-one-more = One more
common-one-fewer = One fewer
common-date-unfinished = The date is not complete. Please give day, month and year.
common-complete = Complete
common-missing = { $count } missing
common-wrong = { $count } to correct
common-saved-on-phone = Saved on this phone { $time }
common-camera = Camera
common-gallery = Gallery
common-photo = Photo { $number }
common-photo-waiting = Waiting
common-photo-sending = Sending { $percent }
common-photo-sent = Sent
common-photo-refused = Not accepted
common-photo-remove = Remove photo { $number }
common-added = added:
common-removed = removed:
common-ends-change = end of change
common-of = { $value } of { $total }
common-last-period = Last period: { $text }
common-you = You
common-asked-of-you = Asked of you
common-show-letters = Show the letters
common-hide-letters = Hide the letters
common-photo-erased = The photo was erased by the office
common-erased = The office erased these words for good on { $day }.
common-earlier = Earlier…
common-earlier-lead = This device holds open work and what came since { $day }. What is older is at the office and needs a network.
common-earlier-none = There is nothing older.
common-earlier-failed = What is older did not come
common-paste-cut = This field takes at most { $limit } characters, so only the beginning was pasted. Please send the rest as a document.
