# Signing in, signing out, the people on this phone.
session-title = Sign in
session-lead = Reports from the area, answers to the area
session-username = User name
session-password = Password
session-sign-in = Sign in
session-signing-in = Signing in…
session-have-code = I have a one-time code
session-have-password = Sign in with a password
session-code-title = Sign in with a code
session-code = One-time code
session-code-hint = The administrator issues it. It works once, within 24 hours.
session-new-password = New password
session-new-password-hint = At least { $count } characters that only you know.
session-repeat-password = New password again
session-repeat-differs = The two passwords differ. Please type the second one again.
session-password-short = A password needs at least { $count } characters.
session-use-code = Set password and sign in
session-own-title = Choose a password of your own
session-own-lead = Someone else gave you the present password. Please set a new one, then go on working.
session-current-password = Present password
session-set-password = Set password
session-need-username = Please enter your user name.
session-need-password = Please enter your password.
session-need-code = Please enter the one-time code.
session-password-wrong = The present password is not right. Please type it again.
session-offline = The office cannot be reached. The first sign-in needs a network; after that you can write without one.
session-failed = The office did not take the request. Nothing has changed. Please try again in a few minutes.
session-not-signed-in = You are not signed in yet
session-not-changed = The password is not changed yet
session-change-title = Change password
session-password-changed = Password changed.
session-people = People on this phone
session-browser-title = Please open this in the phone's own browser
session-browser-lead = This is open inside { $app }. What you write here is kept apart inside { $app } and may be lost. Please open it in Chrome (Android) or Safari (iPhone).
session-browser-how = Touch the three dots at the top and choose "Open in browser".
session-browser-copy = Copy the address
session-browser-copied = Address copied
session-browser-anyway = Go on here all the same
session-secrets = Do not write state secrets, or names and document numbers of private citizens, into this app.
session-no-store = This browser cannot open its memory on this phone, so nothing can be kept here. Please close the browser completely and open it again. If that does not help, restart the phone or free some space.

session-wiped = This device was withdrawn
session-wiped-lead = What { $name } kept on it was erased { $when }. { $count ->
    [0] Everything had reached the office.
    [one] 1 unsent thing was lost with it.
   *[other] { $count } unsent things were lost with it.
  }
