# More: help, settings, about, my area.
more-title = More
more-help = Help
more-phone = Call the office
more-phone-none = The office has not given a telephone number.
more-deleted = Deleted drafts
more-settings = Settings
more-language = Language
more-language-vi = Tiếng Việt
more-language-en = English
more-text-size = Text size
more-text-size-normal = Normal
more-text-size-large = Large
more-text-size-huge = Very large
more-theme = Screen
more-theme-system = As the phone
more-theme-light = Light
more-theme-dark = Dark
more-wifi = Photos on Wi-Fi only
more-wifi-hint = The words of a report go by any network.
more-wifi-unknown = This phone does not tell the kind of network; photos go by any.
more-about = About
more-version = Version { $version }
more-last-sync = Last synced { $when }
more-diagnostics = Copy diagnostics
more-diagnostics-hint = Version, phone, what waits. No text of any report.
more-diagnostics-copied = Copied. Send it to the office to get help.
more-signed-in = { $name }
more-roles = Roles: { $roles }
more-role-cadre = Monitoring cadre
more-role-contact = Commune contact
more-role-leader = Leader in charge
more-role-agency = Handling agency
more-role-clerk = Clerk
more-role-supervisor = Supervisor
more-role-admin = Administrator
more-change-password = Change password
more-password-changed = Password changed.
more-demo = Demonstration data: people and events are made up.

area-title = My area
area-commune-title = My commune
area-none = You are not assigned to any unit yet.
area-since = monitored since { $day }
area-until = until { $day }
area-last-visit = Last visit { $day }
area-no-visit = No visit yet
area-visits = Recent visits
area-open = { $count ->
    [0] No open feedback
    [one] { $count } open item
   *[other] { $count } open items
  }
area-feedback = Open feedback
area-people = People concerned
area-commitments = What cadres promised
area-commitment-by = { $name }, by { $day }
area-commitments-none = Nothing yet.
area-visit-here = Report a visit here
