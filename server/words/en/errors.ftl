# One sentence a code: what happened, what to do. The details of the error are the arguments of the sentence.

## The whole request failed
error-bad-body = What was sent cannot be read. Nothing has changed; please reload the page and try again.
error-bad-host = This address is not the office's. Please open the address you were given.
error-signed-out = You are signed out. Everything you wrote is still on this device; please sign in again to send it.
error-account-disabled = This account is no longer in use. Everything you wrote is still on this device; please call the office.
error-wrong-credentials = The user name or password is not right. Please check them; if you forgot, call the office for a code.
error-wrong-code = The user name or code is not right, or the code has expired. Please call the office for a new one.
error-password-must-change = Your present password was given by someone else. Please set your own, then go on.
error-forbidden-origin = This request did not come from the office's page and was not accepted. Please reopen the app.
error-not-allowed = Your role cannot do this at this step. Please sync and look again.
error-not-found = Not found, or not within your area.
error-method-not-allowed = This address does not take that kind of request.
error-already-done = This has been done already; there is no need to do it again.
error-too-large = What was sent is too large. Please split it and send again.
error-unsupported-type = This kind of data is not accepted here.
error-slow-down = Too many attempts. Please wait { $retry_after_s } seconds and try again.
error-fault = The server had a fault and changed nothing. Please try again in a few minutes; if it persists, call the office.
error-busy = The server is busy. Please try again in a few seconds.
error-not-built = This server has no app yet. An administrator needs to build it and restart.
error-invalid = Something is missing or not right. Please check and send again.

## Sync
error-wrong-person = This device holds another person's work. Please open the right person and sync again.
error-fork = This device was restored or copied. Unsent work will be sent again, and never twice.
error-gap = The office is missing some earlier work. The device will send it again in order.
error-resync = This device needs to load its data from the start. Unsent work is untouched.
error-upgrade = The app on this device is old. What was sent was still accepted; please update it to load new data.
error-drain = This device was withdrawn. Unsent work goes to the office, then the data on this device is erased.
error-lost = This device was reported lost. The data on it is erased now; what the office has stays there.

## One operation was not accepted
error-refused = The office could not take this. What you wrote is still on this device.
error-missing = Something required is missing. Please fill it in and send again.
error-wrong-type = One value is of the wrong kind. Please enter it again.
error-text-too-long = One text is longer than allowed. Please shorten it; a long document belongs in an attachment.
error-bad-character = The text holds hidden characters that are not allowed. Please delete and retype that part.
error-too-many = One list holds too many items. Please split it.
error-unknown-code = One choice is no longer in the list. Please choose again.
error-end-before-start = The end date is before the start date. Please correct the dates.
error-date-in-future = The date lies in the future. Please correct it.
error-date-in-past = That time has passed. Please choose a later one.
error-not-begun = The meeting has not begun yet. Please say so once you have been there.
error-zone-unknown = There is no such time zone. Please choose one from the list, such as Asia/Ho_Chi_Minh.
error-clock-bad = This is not a time of day. Please write it like 06:30.
error-quiet-all-day = Quiet hours cannot last the whole day. Please leave some time for reminders.
error-digest-in-quiet = The daily summary would come within the quiet hours. Please choose another time.
error-turns-bad = Please give the days in order, from -90 to 90, ten at most. For example: -5 -1 1.
error-wording-bad = This sentence names something unknown. It can name unit, day, number, period and time, each in braces.
error-without-duty = One person who is invited is not in charge there on that day. Please take the person out, or invite who holds the assignment then.
error-unit-divided = On that day this unit had been split among several. Please choose which one takes this.
error-unit-outside-assignment = This unit was not assigned to you on that day. Please choose another unit or day.
error-empty-report = The report is empty. Please fill in at least one section and send again.
error-attendance-present-over-due = More people were present than were due. Please check both numbers.
error-comment-required = Please write a general comment before returning the report.
error-reason-required = Please give a reason.
error-own-report = This report is your own, so another reviewer must decide on it. Please tell the office if there is no other.
error-own-extension = This extension is asked for by your own desk, so another reviewer must grant it. Please tell the office if there is no other.
error-out-of-range = This number is outside what is allowed. Please check it and type it again.
error-period-unfinished = This period has not ended, so it cannot be closed yet. Please wait until after its cut-off day.
error-period-locked = The period { $period } is locked, so nothing can be changed for its days. Please reopen it with a reason, then write this again.
error-id-taken = The number of this work already belongs to another record. Your words are kept; please copy them into a new one.
error-device-withdrawn = The device that sent this was withdrawn. The office keeps the words; please call the office.
error-looked-after = The office has looked after this. Your words are kept; you can drop this entry.
error-denunciation = This reads like a denunciation, so it was neither sent nor kept at the office. Please tell the citizen where to file it under the law; here only a count is kept.
error-identity-number = There is a number like that of an identity card, so this was neither sent nor kept at the office. Please take the number out and write about the matter only.
error-phone-number = There is a telephone number, so this was neither sent nor kept at the office. Please take the number out and write about the matter only.

## An operation met somebody else's
error-stale = The record changed after you read it, so the decision did not apply. Please read it again and decide.
error-draft-changed = The draft changed on another device. The report was not sent; please choose which words to keep and send again.
error-keep-both = Two people changed the same place. Both versions are kept; please choose.
error-late-edit = These words arrived after the report was sent. Please choose: take the report back to edit it, or drop them.
error-delete-against-edit = One device deleted this draft while another edited it. Nothing is lost; please choose.

## Waiting at the office
error-unknown-kind = The app on this device is newer than the office. The office keeps this and will apply it after its update.
error-newer-schema = The app on this device is newer than the office. The office keeps this and will apply it after its update.
error-server-fault = The office received this but a fault kept it from being applied. It will be tried again by itself.
error-refill = The office is restoring its data. This is kept and will go on by itself.

## Accounts
error-password-short = The password needs at least { $limit } characters.
error-password-long = The password may have at most { $limit } characters.
error-password-is-name = The password must not be, or contain, the user name.
error-password-common = This password is too easy to guess. Please choose another, such as a few unrelated words.
error-password-same = The new password must differ from the old one.
error-username-bad = A user name has 2 to 40 small letters without accents, digits, dots, hyphens or underscores, and begins with a letter or digit.
error-username-taken = This user name is taken. Please choose another.
error-last-admin = This is the last administrator. Please make someone else an administrator first.

## Units, people, assignments
error-name-missing = Please give a name.
error-bad-day = A date looks like 25/06/2024 and must exist.
error-unit-unknown = There is no such unit.
error-unit-unclear = Several units have this name. Please give the code, or the unit above.
error-unit-required = This role needs a unit. Please choose one.
error-unit-abolished = { $unit } no longer exists on that day. Please choose a present unit.
error-row-twice = This line repeats or contradicts another line about the same unit. Please keep one of them.
error-children-left = It is not said where { $unit } inside it goes. Please add a line for that unit.
error-plan-unfit = The plan cannot be applied: a line is wrong, or nothing changes. Please look at each line again.
error-person-here = This account is still open. Who works here signs with a name; close the account first.
error-unit-twice = { $unit } is there already. Please change the existing unit instead of adding one.
error-hours-bad = Working hours look like 07:00-11:30 13:30-17:00, in order and without overlap.
error-week-bad = Please choose at least one working day of the week.
error-promise-bad = Each urgency needs hours to an answer (1 to 200) and days to a settlement (1 to 250).
error-level-unknown = The level must be province, district, commune or village, and the type must be one of the list.
error-parent-unknown = The unit above was not found.
error-parent-loop = A unit cannot lie below itself.
error-agency-unknown = There is no such agency.
error-agency-required = This role needs a handling agency. Please choose one.
error-agency-closed = { $agency } is closed.
error-agency-twice = { $agency } is there already.
error-person-unknown = There is no such person.
error-person-disabled = The account of { $person } is disabled. Please enable it before assigning.
error-role-unknown = There is no such role.
error-scope-not-wanted = This role does not go with the chosen unit or agency. Please remove what is too much.
error-substitute-unknown = The substitute is not in the directory, or is the assigned person himself. Please choose someone else.
error-assignment-unknown = This assignment was not found.
error-assignment-twice = This person already holds exactly this assignment in that time.
error-second-monitor = { $person } already monitors { $unit } in that time. If both shall monitor it, please confirm; if one replaces the other, choose the assignment being replaced.

## Spreadsheets
error-not-a-spreadsheet = This file is not a readable .xlsx spreadsheet. Please use the template.
error-sheet-old-format = This file is an old .xls or has a password. Please open it in Excel, take the password off, save it as .xlsx and upload it again.
error-sheet-macros = This file has macros and is not taken. Please save it as .xlsx (without macros) and upload it again.
error-sheet-too-large = The spreadsheet is too large (at most { $limit } rows). Please split it.
error-columns-missing = The spreadsheet lacks these columns: { $columns }. Please use the template.
error-import-gone = This check is out of date. Please upload the spreadsheet again.

## Rows of a list
error-cell-missing = The column { $column } is empty. Please fill it in and upload the file again.
error-cell-broken = The cell { $column } shows a formula's error. Please mend it in Excel and upload the file again.
error-cell-choice = What stands in the column { $column } is not in the list. Please write one of: { $words }.
error-cell-number = The column { $column } must be a count, written in digits.
error-cell-long = The column { $column } is longer than { $limit } characters. Please shorten it.
error-list-row-twice = This row tells of the same as row { $row }. Please keep one of them.
error-list-joint-row = Probably the same trip as row { $row }. A joint trip is one report: please write those who went along in the column Companions of one row. If they were two trips, write x in the column Take anyway.
error-list-ref-used = This number belongs to { $number }, another matter. Please correct the number in this row.
error-list-worked-on = { $number } has been dealt with here since, so the list no longer changes it. Please open { $number } and change it there.
error-list-similar = { $number } is open, of the same unit, in the same words. It is probably the same matter; if it is another, write x in the column Take anyway.
error-list-visit-there = { $number } is there already, of the same unit and day. If it was another trip, write x in the column Take anyway.
error-list-person-unknown = “{ $name }” is not in the directory. Please write the full name or the user name.
error-list-person-unclear = Several persons have this name: { $names }. Please add the title in brackets, or write the user name.
error-list-person-elsewhere = { $names } was found, but works elsewhere than this row says. Please correct it; if that is who is meant, write x in the column Take anyway.
error-list-leave-there = This person is on leave from { $starts } to { $ends } already, and some days are the same. If both are right, write x in the column Take anyway.
error-list-leave-back = The list told of this leave before, and it was taken back here. If it stands again, write x in the column Take anyway.
error-list-not-assigned = { $person } was not assigned to { $unit } on that day. Please enter the assignment first, or correct the day.
error-list-unit-then = There was no { $unit } on that day; it was { $units } then. Please write the unit of that time.

## Photos
error-stale-offset = More of this photo was sent from elsewhere. The phone goes on from what the office has.
error-wrong-protocol = This way of sending photos is not supported. Please update the app.
error-not-a-picture = This file is not a picture, or it is damaged. The report is sent all the same; take the photo again if it is needed.
error-too-many-pixels = This picture is too large to open. The report is sent all the same; take a smaller one if it is needed.
error-wrong-checksum = The photo was damaged on its way. The phone sends it again from the start.

## Rescue files
error-rescue-broken = This is no rescue file, or it is damaged. Nothing was taken; please make it again on the phone it comes from.
error-rescue-not-ours = This rescue file was made for another office. Please bring it to the office that the phone works with.
error-rescue-unproven = It cannot be told whose phone made this rescue file, so nothing was taken. Please have its owner sign in on that phone once and make it again.

## How a person is reached
error-endpoint-bad = The browser gave an address for reminders that cannot be used. Please turn reminders off and on again on this phone.
error-endpoint-unknown-host = This browser's reminder service is not on the list of allowed ones. Please ask the administrator to add it, or use mail.
error-endpoint-private = The address for reminders leads into an inside network, so nothing is sent there. Please ask the administrator to look at the name.
error-push-keys-bad = The browser's keys for reminders are not right. Please turn reminders off and on again on this phone.
error-push-off = The office does not send reminders to phones yet. Please use mail, or ask the administrator to make the keys.
error-mail-address-bad = This mail address is not right. Please write it like name@office.vn.
error-gateway-number-bad = This number is not right. Please give digits only, with a + in front where needed, such as +84912345678.
error-unreached = This person has no phone that takes reminders and gave no address. Please tell him yourself, and ask him to turn reminders on under Reminders.
