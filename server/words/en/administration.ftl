# People, units and assignments, as an administrator sees them.
administration-title = Administration
administration-offline-title = The office cannot be reached
administration-not-saved = Not done
administration-saved = Saved.
administration-save = Save
administration-search = Find
administration-search-hint = You can type without accents.
administration-choose = Please choose
administration-first-title = This office is still empty
administration-first = First enter the units, then the people, then who is assigned to what. Each can be typed in, or read from a spreadsheet that is checked row by row before anything is written.

administration-changes = Changes of units
administration-changes-lead = Merge, split, rename, abolish; looked at before they take effect
administration-units = Units
administration-units-count = { $count ->
    [one] 1 unit
   *[other] { $count } units
}
administration-units-none = The province, its districts and communes will appear here.
administration-add-unit = Add a unit
administration-type = Type
administration-unit-name = Name
administration-parent = Unit above
administration-parent-hint = The district of a commune, for instance. A province has none.
administration-unit-code = Official code
administration-unit-code-hint = Only for reading: codes have been used again for other places.
administration-valid-from = Exists from
administration-valid-to = Exists until
administration-valid-to-hint = Only for a unit that was merged, split or abolished. Its reports stay with it.

administration-people = People
administration-people-count = { $count ->
    [one] 1 person
   *[other] { $count } people
}
administration-pick = Choose a line on the left to see and change it.
administration-people-none = Nobody found. A person you add will appear here.
administration-add-person = Add a person
administration-person = Person
administration-name = Full name
administration-job = Position
administration-job-hint = As it stands on official letters.
administration-username = User name
administration-username-hint = Small letters, digits and dots. Leave it empty for someone who will not sign in.
administration-no-login = does not sign in
administration-account = Account
administration-password = Password
administration-password-set = set by the person
administration-password-none = not set yet: give a one-time code
administration-issue-code = Give a one-time code
administration-code-title = One-time code
administration-code-lead = For { $username }, until { $until }, for one use. It is shown only now. At first use the person sets a password of their own.
administration-disable = Disable the account
administration-enable = Enable the account
administration-disabled = disabled
administration-disabled-lead = This account is disabled: the person can no longer sign in. What they wrote keeps their name.

administration-assignments = Assignments
administration-assignments-none = Nothing is assigned.
administration-assign = Assign
administration-assign-lead = Who is responsible for which unit, from when, by which decision
administration-assign-do = Assign
administration-assigned = Assigned. The person’s devices learn of it at the next sync.
administration-role = Role
administration-unit = Unit
administration-agency = Handling agency
administration-first-day = First day
administration-last-day = Last day
administration-last-day-hint = Leave it empty while there is no end.
administration-decision = Decision number
administration-decision-hint = For example 02-QĐ/TU.
administration-reason = Reason
administration-beside = Both shall monitor this unit together
administration-from = from { $day }
administration-until = until { $day }
administration-end-this = End this assignment
administration-end-change = Change the end
administration-end = End it on this day
administration-coverage = Communes with a monitor
administration-covered = Monitored today
administration-vacant = { $count ->
    [one] 1 commune has no monitor
   *[other] { $count } communes have no monitor
}

administration-devices = Devices signed in
administration-devices-none = No device is signed in.
administration-devices-lead = Ending a session asks that device to sign in again. What it has not sent stays on it.
administration-device = Device
administration-seen = Last seen { $when }
administration-end-session = End the session
administration-drain = Withdraw
administration-lost = Report lost
administration-give-back = Let it work again
administration-drain-lead = At its next contact the device hands in everything unsent, which waits for its person under Sync; then it erases itself.
administration-lost-lead = At its next contact the device erases itself at once. What was written on it and never sent is lost. The person is told at the next sign-in.
administration-is-drained = Withdrawn { $when }.
administration-is-lost = Reported lost { $when }.
administration-wiped = Erased itself { $when }; { $count ->
    [0] nothing unsent was on it.
    [one] 1 unsent thing was on it.
   *[other] { $count } unsent things were on it.
  }

administration-agencies = Handling agencies
administration-agencies-count = { $count ->
    [one] 1 agency
   *[other] { $count } agencies
}
administration-agencies-none = The offices that answer feedback will appear here.
administration-add-agency = Add an agency
administration-agency-name = Name of the agency
administration-phone = Telephone
administration-closed = gets no new work
administration-close-agency = Give it no more work
administration-open-again = Give it work again

administration-import = From a spreadsheet
administration-import-lead = Units, people and assignments from Excel, checked before anything is written
administration-upkeep = Assignments to look at
administration-upkeep-lead = Who left, communes without anyone, doubles, what ends soon
administration-upkeep-none = All assignments are filled, none is double. What needs a look shows here.
administration-upkeep-left = Account closed, but still assigned
administration-upkeep-left-lead = Set the assignment's last day, then assign someone else.
administration-upkeep-substitute_left = Substitutes whose account is closed
administration-upkeep-substitute_left-lead = Choose another substitute.
administration-upkeep-unit_abolished = Units that are no more, or soon will not be
administration-upkeep-unit_abolished-lead = Set the assignment's last day and assign to the new unit.
administration-upkeep-no_cadre = Communes without a monitor
administration-upkeep-no_cadre-lead = Open a commune to assign someone.
administration-upkeep-no_contact = Communes without a contact
administration-upkeep-no_contact-lead = Nobody there confirms answers yet.
administration-upkeep-double = Communes with several monitors
administration-upkeep-double-lead = Now, or from a day within the next 45. If that is not meant, set one's last day.
administration-upkeep-ending = Assignments that end soon, with nobody to follow
administration-upkeep-ending-lead = Within the next 45 days.
administration-upkeep-several = Persons who monitor several communes
administration-upkeep-several-lead = To be known; it may be meant.
administration-substitute = Substitute
administration-substitute-hint = May do all that the assigned person may, as long as the assignment runs. Empty means nobody.
administration-show-all = Show all { $count }
administration-import-steps = Three steps
administration-import-1 = Download the template and fill it in.
administration-import-2 = Choose the file: each row gets its verdict; nothing is written yet.
administration-import-3 = Confirm. Rows that are not right are left out and hold up no other.
administration-template = Template
administration-choose-file = Choose the file
administration-checked = What the check found
administration-write = { $count ->
    [one] Write 1 row
   *[other] Write { $count } rows
}
administration-imported = { $count ->
    [one] 1 row was written.
   *[other] { $count } rows were written.
}
administration-counts = { $added } new, { $changed } changed, { $same } already there, { $bad } not right
administration-with-codes = Also give each new person a one-time code
administration-codes = One-time codes
administration-codes-lead = They are shown only now. Each works once, for 24 hours.
administration-row = Row { $row }
administration-verdict-new = new
administration-verdict-changed = changes what is there
administration-verdict-same = already there
administration-verdict-bad = not right

administration-erase = Erase words that must not be there
administration-erase-row = A citizen's name in a report, a photo taken by mistake…
administration-erase-lead = Erases for good: on every device, in the log, and in backups when they are restored. There is no way back. Readers see that something was erased, and when. Administrators do not read the words: whoever found them tells the number and the part.
administration-erase-what = Number of the report or item
administration-erase-what-hint = Such as BC-2024-123. A draft has none yet: its id.
administration-erase-draft = No number yet
administration-erase-ground = Ground (Law 91/2025/QH15)
administration-ground-request = The person concerned asked for it
administration-ground-no_basis = Nothing allowed collecting it
administration-ground-purpose_ended = Its purpose is fulfilled
administration-ground-consent_withdrawn = Consent was withdrawn
administration-ground-order = An authority ordered it
administration-erase-reason-hint = One sentence. Do not repeat the words.
administration-erase-amended = Reports that amend this one began with its words; look at them too: { $names }
administration-erase-do = Erase for good
administration-erase-sure = What is chosen will be gone everywhere, and cannot be brought back. Your name is kept with it.
administration-erased = Erased. Devices learn of it with their next sync.
administration-erase-past = Erased so far
administration-erase-none = Nothing was erased yet.
administration-part-village = Village, block
administration-part-companions = Companions
administration-part-place = Location
administration-part-findings = Findings
administration-part-difficulties = Difficulties
administration-part-recommendations = Recommendations of the commune
administration-part-proposals = Own proposals
administration-part-commitments = All commitments
administration-part-comments = Comments of the review
administration-part-photos = All photos
administration-part-photo = One photo
administration-part-matter = The matter
administration-part-name = Name
administration-part-title = Title
administration-erase-name = Erase the name
administration-erase-name-lead = Who has left may ask that the name no longer stands here. What was written and decided stays.
administration-part-thread = Everything said in the thread
administration-part-entry = One entry of the thread
administration-part-commitment = One commitment

administration-window = Devices of those who oversee the whole province
administration-window-days = How many recent days they hold
administration-window-hint = From 60 to 18,000. Open work is always held; what is older is asked for.
administration-window-from = They hold what came since { $day }. A shorter time takes effect tonight.

administration-calendar = Office calendar
administration-calendar-lead = Working hours, days off, made-up days, and what is promised by urgency
administration-calendar-lacks = There is no day off yet in { $years }. Dates in those years will not leave any out.
administration-hours = Working hours
administration-hours-of-day = Hours of a day
administration-hours-hint = Such as 07:00-11:30 13:30-17:00
administration-week = Working days of the week
administration-weekday-1 = Mon
administration-weekday-2 = Tue
administration-weekday-3 = Wed
administration-weekday-4 = Thu
administration-weekday-5 = Fri
administration-weekday-6 = Sat
administration-weekday-7 = Sun
administration-promises = What is promised for feedback
administration-promises-lead = For feedback from now on; dates already given stay.
administration-urgency-urgent = Urgent
administration-urgency-normal = Normal
administration-urgency-complex = Complex
administration-answer-hours = First answer (working hours)
administration-settle-days = Settlement (working days)
administration-days = Days off and made-up days
administration-year = Year
administration-fill = Fill in the public holidays of { $year }
administration-days_off = Days off
administration-made_up = Made-up days
administration-days-none = No day in this year yet.
administration-day = Day
administration-day-name = Name of the day
administration-day-kind = Kind
administration-day-add = Add day
administration-day-drop = Remove
administration-letters = converted from { $letters }
administration-converted = { $count ->
    [1] One row was typed in an old font (VNI or TCVN3) and was converted to Unicode. Please read it before you take it.
   *[other] { $count } rows were typed in an old font (VNI or TCVN3) and were converted to Unicode. Please read them before you take them.
}
