# The frame of the app: places, titles, what is said when a screen does not open.
shell-name = Địa Bàn
shell-page-title = { $title } · Địa Bàn
shell-skip = To the main content
shell-places = Places
shell-today = Today
shell-visits = Visits
shell-feedback = Feedback
shell-review = Review
shell-area = My area
shell-commune = My commune
shell-more = More
shell-admin = Administration
shell-waiting = { $count ->
    [one] 1 waiting
   *[other] { $count } waiting
}
shell-demo = Demonstration · today is { $day }
shell-missing-title = There is no such page
shell-missing-lead = The address may be mistyped, or the page has moved.
shell-missing-next = To Today
shell-failed-title = This page did not open
shell-failed-lead = Not all of this page is on the phone yet. All you wrote is still here.
shell-failed-next = Please try again when there is a network.
shell-drained = This device was withdrawn. Unsent work goes to the office, then the data on this device is erased.
shell-not-saved = This was not saved: the phone has no room left. Please free some space and do it again.
shell-blocked-title = Please close the other tabs of Địa Bàn
shell-blocked-lead = The app was updated, and an older tab still holds what is stored on this phone. Close every other tab and window of Địa Bàn; this page then goes on by itself. Nothing that you wrote is lost.
