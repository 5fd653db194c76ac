# More: help, settings, about, my area.
more-help = Help
more-phone-number = Call the office { $phone }
more-units = Units, former and present
more-deleted = Deleted drafts
more-lists = Old lists
more-duty = Duty visits
more-tasks = Difficult tasks
more-reminders = { $count ->
    [0] Reminders
   *[other] Reminders ({ $count } new)
}
more-invitations = Invitations
more-indicators = Indicators
more-settings = Settings
more-language = Language
more-language-vi = Tiếng Việt
more-language-en = English
more-text-size = Text size
more-text-size-normal = Normal
more-text-size-large = Large
more-text-size-larger = Larger
more-text-size-largest = Largest
more-theme = Screen
more-theme-auto = As the phone
more-theme-light = Light
more-theme-dark = Dark
more-wifi = Photos on Wi-Fi only
more-wifi-hint = The words of a report go by any network.
more-about = About
more-version = Version { $version }
more-last-sync = Last synced { $when }
more-never-synced = Never synced yet
more-new-version = There is a new version. What you are writing is kept.
more-take-new-version = Use the new version
more-diagnostics-failed = The phone does not allow copying.
more-sign-out = Sign out
more-sign-out-title = Sign out of this phone?
more-sign-out-nothing = Everything has been sent.
more-sign-out-unsent = { $count ->
    [one] { $count } piece of work has not been sent.
   *[other] { $count } pieces of work have not been sent.
  }
more-sign-out-kept = Unsent work and drafts stay on this phone and go out when you sign in again.
more-stay = Stay
more-diagnostics = Copy diagnostics
more-diagnostics-hint = Version, phone, what waits. No text of any report.
more-diagnostics-copied = Copied. Send it to the office to get help.
more-roles = Roles: { $roles }
more-role-cadre = Monitoring cadre
more-role-contact = Commune contact
more-role-leader = Leader in charge
more-role-agency = Handling agency
more-role-clerk = Clerk
more-role-supervisor = Supervisor
more-role-admin = Administrator
more-password = Change password
more-demo = Demonstration data: people and events are made up.
