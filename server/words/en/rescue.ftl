# The rescue file: what a phone cannot send, carried to the office by hand.
rescue-title = Rescue file
rescue-lead = If this phone cannot send for long, save what is unsent in one file. Only the office can open it; anyone may carry it there.
rescue-save = Save the rescue file
rescue-bring = Bring a rescue file in
rescue-not-done = Not done
rescue-nothing = Nothing here is unsent, so there is nothing to save.
rescue-no-key = This phone has no key of the office yet. Please sign in once with a network; then it can make the file.
rescue-saved = { $count ->
    [one] 1 entry
   *[other] { $count } entries
  } and { $photos ->
    [one] 1 photo
   *[other] { $photos } photos
  } are in the file. What is here stays here.
rescue-left = { $count ->
    [one] 1 did not fit.
   *[other] { $count } did not fit.
  }
rescue-taken = { $name }: the office took in { $count ->
    [one] 1 entry
   *[other] { $count } entries
  }, { $known } of them it had already.
rescue-needs = { $count ->
    [one] 1 needs its author.
   *[other] { $count } need their author.
  }
