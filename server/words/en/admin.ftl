# The administrator's spreadsheets: names of columns, words in cells, explanations; and the words of the command line.
sheet-units = Units
sheet-people = People
sheet-assignments = Assignments

sheet-column-code = Code
sheet-column-name = Name
sheet-column-type = Type
sheet-column-parent = Above
sheet-column-valid-from = Valid from
sheet-column-valid-to = Valid to
sheet-column-full-name = Full name
sheet-column-username = User name
sheet-column-title = Title
sheet-column-role = Role
sheet-column-unit = Unit
sheet-column-above = Belongs to
sheet-column-agency = Handling agency
sheet-column-starts = From
sheet-column-ends = To
sheet-column-decision = Decision number
sheet-column-reason = Reason
sheet-column-beside = Beside others
sheet-column-substitute = Substitute (user name)

sheet-type-province = province
sheet-type-municipality = municipality
sheet-type-city = city
sheet-type-town = town
sheet-type-district = district
sheet-type-commune = commune
sheet-type-ward = ward
sheet-type-township = township
sheet-type-village = village
sheet-type-block = block

sheet-role-cadre = cadre
sheet-role-contact = contact
sheet-role-leader = leader
sheet-role-agency = agency
sheet-role-clerk = clerk
sheet-role-supervisor = supervisor
sheet-role-admin = administrator

sheet-help = Help
sheet-help-units =
    One row is one unit; the unit above comes first.
    Type: province, city, town, district, commune, ward, township, village, block.
    Above: the code or the name of the unit above; empty for a province.
    Dates look like 25/06/2024; leave empty what there is none of.
    Upload it to have every row checked; nothing is written before you confirm.
sheet-help-people =
    One row is one person.
    User name: small letters without accents, digits, dots, hyphens; empty for who does not sign in.
    Afterwards, give each a one-time code, by which they set a password.
    Upload it to have every row checked; nothing is written before you confirm.
sheet-help-assignments =
    One row is one assignment of a person who has a user name.
    Role: cadre, contact, leader, agency, clerk, supervisor, administrator.
    Unit: code or name; where names repeat, put the unit above under "Belongs to". For an agency, its name.
    Beside others: x where two people monitor one commune.
    Dates look like 25/06/2024; leave "To" empty where there is no end.

theme-irrigation = Irrigation
theme-transport = Transport
theme-telecom = Telecommunications
theme-enterprises = Enterprises, unions
theme-party = Party organisation
theme-health = Health
theme-education = Education
theme-finance = Finance
theme-credit = Credit
theme-land = Land, compensation
theme-environment = Environment, waste
theme-trade = Markets, trade
theme-housing = Housing
theme-livestock = Livestock
theme-other = Other matters

office-name = Office

cli-help = Địa Bàn: field reports, written without a network.
cli-help-demo = Serve the demo province (Bình Định, June 2024) on this machine.
cli-help-serve = Serve a real office on this machine.
cli-help-worker = Do the daily jobs and the reminders, beside web processes (give those DIABAN_JOBS=off).
cli-help-migrate = Bring the database to the present version.
cli-help-openapi = Print the API's description (OpenAPI 3.1).
cli-help-user = Accounts: add, give a code, disable, enable, assign.
cli-help-user-add = Add a person who can sign in, and print a one-time code.
cli-help-user-code = Give a one-time code (24 h): first sign-in, forgotten password, new phone.
cli-help-user-disable = Disable an account.
cli-help-user-enable = Enable an account again.
cli-help-user-list = List everyone.
cli-help-user-sessions = List a person's sessions.
cli-help-user-end-session = End one session of a person, or all.
cli-help-user-role = Assign: cadre, contact, leader, agency, clerk, supervisor, admin.
cli-help-rescue = Rescue files: what a phone cannot send by itself.
cli-help-rescue-import = Take a rescue file in; the same file again changes nothing.
cli-help-user-devices = List a person's devices.
cli-help-user-withdraw = Withdraw a device: it hands in what is unsent, then erases itself.
cli-help-lost = The device is lost: it erases itself at its next contact.
cli-help-give-back = Let the device work again.
cli-help-fresh = Throw the old demo data away and start over.
cli-help-no-browser = Do not open a browser.
cli-help-port = The port to serve on.
cli-help-data-dir = The data folder.
cli-help-name = Full name.
cli-help-title = Title.
cli-help-admin = Is an administrator.
cli-help-unit = Code or name of the unit.
cli-help-agency = Name of the handling agency.
cli-help-from = First day (default: today).
cli-help-to = Last day.
cli-help-decision = Decision number.
cli-help-substitute = Substitute (user name).
cli-help-beside-others = Two people monitor one commune.

cli-migrating = Preparing the database…
cli-migrated = The database is at the present version.
cli-seeding = Looking at the demo province…
cli-seeded = The demo province is ready.
cli-kept = Kept the data of last time (--fresh starts over).
cli-seed-failed = The demo province could not be made: { $why }
cli-not-a-demo = The folder { $folder } was not made by the demo, so it is left as it is. Please choose another by --data-dir.
cli-port-taken = Port { $port } is in use. Please choose another by --port.
cli-worker-ready = The worker runs. Press Ctrl-C to stop.
cli-stopped = Stopped.
cli-demo-ready =

    Địa Bàn runs at { $url } (Ctrl+C stops it).
    The demo office's clock runs from 08:00 on 25/06/2024.
    The password of every account: { $password }
cli-account-cadre1 = monitors xã Ân Hảo Tây: has a returned report
cli-account-cadre2 = monitors xã Vĩnh Sơn
cli-account-cadre3 = monitors thị trấn Diêu Trì
cli-account-contact1 = contact of xã Ân Hảo Tây: has an answer to confirm
cli-account-contact2 = contact of xã Vĩnh Sơn
cli-account-agency1 = handling agency: PA-015 waits for an answer
cli-account-clerk = clerk: two matters without an owner
cli-account-supervisor = supervisor: four reports to review
cli-account-leader = leader in charge of huyện Hoài Ân
cli-account-admin = administrator: people, units, assignments
cli-demo-try =
    Try first:
    1. Open { $url }, sign in as cadre1, correct the returned report and send it.
    2. Switch the network off or stop the server, write a new report; open it again: the words are there.
    3. Sign in as supervisor in another window, read and approve.
cli-ready =

    Địa Bàn runs at { $url } (Ctrl+C stops it).
    Its data is in { $folder }
cli-first-admin =
    This office has no administrator yet. In another terminal, run:
    diaban user add USERNAME --name "Full name" --admin --data-dir { $folder }
    then sign in by the code it prints, and add units, people and assignments.
cli-user-added = Added { $username }.
cli-user-code = One-time code (24 h): { $code }
cli-user-disabled = Disabled { $username }.
cli-user-enabled = Enabled { $username }.
cli-user-is-disabled = (disabled)
cli-user-assigned = Assigned { $username }.
cli-device-active = in use
cli-device-drain = withdrawn, hands in
cli-device-lost = lost
cli-device-wiped = erased
cli-device-now-active = The device may work again.
cli-device-now-drain = Withdrawn. At its next contact the device hands in what is unsent, then erases itself.
cli-device-now-lost = Reported lost. At its next contact the device erases itself.
cli-rescued = { $name }: { $count } entries in the file, { $known } of them already known.
cli-rescued-photos = Photos: { $stored } kept, { $refused } not accepted.
cli-rescued-needs = { $count } entries need { $name }: they are listed under Sync.
cli-sessions-ended = { $count ->
    [one] Ended one session.
   *[other] Ended { $count } sessions.
  }
cli-help-backup = Back the office up into one file; the server may go on.
cli-help-backup-to = File or folder to write to (default: the folder backups inside the data folder).
cli-help-backup-list = List the backups that were made.
cli-help-pass-phrase = A file whose first line is the pass phrase that locks the backup.
cli-help-restore = Go back to a backup; phones then send again what it lacks.
cli-help-close-refill = Wait no more for what phones send again after a restore.
cli-help-verify = Check whether the office, or a backup, is whole.
cli-backup-made = Backed up and opened for proof: { $file } ({ $rows } rows, { $photos } photos, up to position { $pos }).
cli-backup-photos-missing = { $count } photos are missing or damaged on the server, so the backup lacks them. diaban verify names them.
cli-backup-locked = The backup is locked. Please keep the pass phrase elsewhere: without it nobody can open it.
cli-backup-counted = counted on until { $until }
cli-backup-not-here = no file in that place
cli-backups = { $count } backups. Phones keep what they sent after position { $pos }.
cli-restore-which = Please name the backup file to restore.
cli-restored = Restored from { $file } (made { $made }, up to position { $pos }).
cli-restored-before = What was there before is kept as { $before }.
cli-restored-refill =
    Phones send again by themselves what the backup lacks, at their next contact.
    When everyone has been in contact, run: diaban restore --close-refill
    People, units and assignments entered after the backup have to be entered again.
cli-restore-locked = Another program holds the data, so nothing was restored and nothing has changed. Please stop the server and try again.
cli-restore-other-office = This folder holds the data of another office, so it is not overwritten. Please choose an empty folder by --data-dir.
cli-restore-place = The old data could not be replaced, and nothing has changed: { $why }. If the data file is damaged, please stop the server, move that file away and restore again.
cli-refill-closed = No longer waiting for phones to send again. { $count } waiting operations have their last outcome.
cli-archive-not-a-backup = This file is no backup of Địa Bàn.
cli-archive-newer-build = This backup was made by a newer version of Địa Bàn. Please upgrade and try again.
cli-archive-needs-pass-phrase = This backup is locked. Please add --pass-phrase-file.
cli-archive-wrong-pass-phrase = The pass phrase is not the right one.
cli-archive-damaged = The backup is damaged at byte { $at }, after { $after }. Please use another copy.
cli-pass-phrase-empty = The first line of { $file } is empty; please write the pass phrase there.
cli-file-missing = There is no file { $file }.
cli-file-exists = The file { $file } exists already. Please choose another name.
cli-file-fault = It could not be read or written: { $why }
cli-verified = Whole: { $rows } rows, { $photos } photos, the log up to position { $pos }.
cli-unfit = { $count } places are damaged, as listed above. Please leave these data as they are and tell your technician before doing anything else.
erased-person = Former member of staff ({ $mark })
cli-help-erase = Erase for good words that must not be in a report, an item or a photo (by number or id). Without --ground: say which parts there are.
cli-help-erase-part = A part to erase, such as findings; may be given several times. Without it: all words.
cli-help-erase-ground = The ground (Law 91/2025/QH15): request the person concerned asked, no_basis nothing allowed collecting it, purpose_ended, consent_withdrawn, order an authority ordered it.
cli-help-erase-reason = Why, in a sentence. Do not repeat the words.
cli-help-erase-by = User name of the person who decided it.
cli-help-erase-list = List what was erased.
cli-erased = Erased words of { $name }: { $records } records, { $changes } entries of the log, { $photos } photos. Phones learn of it with their next sync; a restored backup no longer has them either.
cli-erase-parts = { $name } has words in: { $parts }
cli-erase-amended = Reports that amend this one began with its words; look at them too: { $names }
cli-erase-nobody = command line
cli-erasures-broken = The list of erasures cannot be read ({ $why }), so the data was not opened. Please bring that file back from another copy.
verify-fault-broken = its content does not match its hash
verify-fault-hole = something before it is missing
verify-fault-unlike = not what the log says
verify-fault-orphan = what it belongs to is not there
verify-fault-form = no value of its kind
verify-fault-missing = named, but not there
verify-fault-unreadable = cannot be read

## Plans of changes of units
sheet-changes = Changes of units
sheet-column-change-old-code = Former unit's code
sheet-column-change-old = Former unit
sheet-column-change-above = Former unit's parent
sheet-column-change-name = New unit's name
sheet-column-change-type = New type
sheet-column-change-code = New code
sheet-column-change-parent = In
sheet-column-change-abolish = Abolished
sheet-help-changes =
    One line: a former unit and the new one that takes its place on the day. Merging several: one line each, with the same new name. Splitting one: one line for each new unit, with the same former one.
    Renaming or moving: one line. Abolished without a successor: an x in the column Abolished.
    The former unit is found by its code or name; where a name repeats, fill in its parent. An empty New type or In keeps what it was.
cli-help-units = Units.
cli-help-units-go = Put a demo's calendar to the morning of a day, such as 2025-07-01.
cli-units-no-day = { $day } is no day. Write it as 2025-07-01.
cli-units-moved = Open items and tasks that followed their units: { $moved }
cli-help-change = Plans of changes of units: merge, split, rename, move, abolish.
cli-help-change-list = List the plans.
cli-help-change-show = Say what a plan (by its day or id) would do; nothing is written.
cli-help-change-apply = Apply a plan, in one act.
cli-help-change-by = User name of the administrator who applies it.
cli-help-change-go = In the demo only: put the office's calendar to the day it takes effect.
cli-help-change-add = Make a plan of an .xlsx spreadsheet.
cli-change-waiting = not applied
cli-change-applied = applied
cli-change-line = { $day }  { $title } ({ $decision }), { $lines } lines, { $state }
cli-change-bad = Line { $row }: { $old }: { $message }
cli-change-level =
    { $level ->
        [province] Provinces
        [district] Districts
        [commune] Communes
       *[village] Villages
    }: { $before } → { $after }
cli-change-move = { $from } → { $to }
cli-change-abolished = Abolished: { $names }
cli-change-items = Open items: { $moving } move by themselves, { $asking } wait for the clerk.
cli-change-item = { $number }: { $unit } → { $heirs }?
cli-change-people = Assignments: { $ending } end, { $going } go on, { $choices } places need a choice.
cli-change-leaving = Ends: { $person }, { $unit }
cli-change-vacant = Without a monitor: { $names }
cli-change-duties = Rule { $name } names former units; it goes on for: { $units }; a person decides for: { $unclear }
cli-change-tasks = Open tasks: { $moving } move by themselves, { $asking } wait for the clerk.
cli-change-targets = Targets beyond the day: { $following } count for the new unit, { $asking } need a new target.
cli-change-meetings = Meetings after the day: { $following } take place in the new unit, { $asking } need a new invitation.
cli-change-fits = It can be applied. Nothing is written.
cli-change-unfit = It cannot be applied.
cli-change-done = Applied. { $moved } open items moved.
cli-change-later = It takes effect on { $day }; open items move on that day.
cli-change-demo-only = The calendar can be moved in the demo only.
cli-change-gone = The office's day is now { $day }. Please restart the server if it is running.

sheet-list-feedback = Feedback items
sheet-list-visits = Past visits
sheet-list-leave = Leave
sheet-list-reason = By the corrected list “{ $list }”
sheet-column-list-why = Why it was not taken
sheet-column-list-ref = Number in the list
sheet-column-list-unit = Commune
sheet-column-list-above = District
sheet-column-list-raised = Raised on
sheet-column-list-matter = Matter
sheet-column-list-kind = Kind
sheet-column-list-theme = Theme
sheet-column-list-urgency = Urgency
sheet-column-list-source = Source
sheet-column-list-owner = Handling agency
sheet-column-list-due = Due
sheet-column-list-settled = Settled on
sheet-column-list-outcome = Outcome
sheet-column-list-result = Result
sheet-column-list-settled-by = Settled by
sheet-column-list-anyway = Take anyway
sheet-column-list-person = Cadre
sheet-column-list-starts = Visited on
sheet-column-list-ends = Until
sheet-column-list-visit-kind = Kind of visit
sheet-column-list-village = Village
sheet-column-list-companions = Companions
sheet-column-list-attendance-due = Due to attend
sheet-column-list-attendance-present = Present
sheet-column-list-findings = Findings
sheet-column-list-difficulties = Difficulties
sheet-column-list-recommendations = The commune's recommendations
sheet-column-list-proposals = Own proposals
sheet-column-list-away = Who is away
sheet-column-list-workplace = Unit, agency
sheet-column-list-first = First day
sheet-column-list-last = Last day
sheet-column-list-decision = Decision number
# Other names that offices give to columns, between bars.
sheet-also-list-ref = No. | Number | Reference | Ref
sheet-also-list-unit = Unit | Ward | Commune, ward
sheet-also-list-above = In district
sheet-also-list-raised = Received on | Received
sheet-also-list-matter = Text | Issue | Content
sheet-also-list-kind = Type
sheet-also-list-theme = Topic
sheet-also-list-urgency = Priority
sheet-also-list-source = Raised by
sheet-also-list-owner = Agency | Owner
sheet-also-list-due = Due date | Deadline
sheet-also-list-settled = Closed on | Answered on
sheet-also-list-outcome = Conclusion | How settled
sheet-also-list-result = Answer
sheet-also-list-settled-by = Answered by
sheet-also-list-anyway = Confirm
sheet-also-list-person = Person | Name | Monitor
sheet-also-list-starts = Date | From
sheet-also-list-ends = To
sheet-also-list-visit-kind = Kind
sheet-also-list-village = Block | Cell
sheet-also-list-companions = With
sheet-also-list-attendance-due = Members due
sheet-also-list-attendance-present = Members present
sheet-also-list-findings = Results
sheet-also-list-difficulties = Problems
sheet-also-list-recommendations = Recommendations
sheet-also-list-proposals = Proposals
sheet-also-list-away = Person | Name | User name
sheet-also-list-workplace = Unit | Agency | Works for | Title | Position
sheet-also-list-first = From | Starts
sheet-also-list-last = To | Until | Ends
sheet-also-list-decision = Decision
# Words understood in a cell, between bars; the first one is the one to use.
sheet-choice-list-kind-issue = Issue
sheet-choice-list-kind-recommendation = Recommendation
sheet-choice-list-kind-proposal = Proposal
sheet-choice-list-kind-question = Question
sheet-choice-list-urgency-urgent = Urgent
sheet-choice-list-urgency-normal = Normal
sheet-choice-list-urgency-complex = Complex
sheet-choice-list-source-commune = Commune
sheet-choice-list-source-people = People
sheet-choice-list-source-monitor = Monitor | Cadre
sheet-choice-list-outcome-settled = Settled | Done | Closed
sheet-choice-list-outcome-partly = Partly settled | Partly
sheet-choice-list-outcome-refused = Refused
sheet-choice-list-outcome-transferred = Transferred
sheet-choice-list-visit-kind-committee_meeting = Committee meeting
sheet-choice-list-visit-kind-standing_committee = Standing committee
sheet-choice-list-visit-kind-cell_meeting = Cell meeting
sheet-choice-list-visit-kind-dialogue = Dialogue
sheet-choice-list-visit-kind-site_check = Site check
sheet-choice-list-visit-kind-working_session = Working session
sheet-example-list-feedback = KN-12/2023 | An Hòa | An Lão | 15/03/2024 | Canal N3 is silted up over 340 m; 38 households lack water. | Recommendation | Irrigation | Normal | Commune | – | 20/05/2024 | 15/05/2024 | Settled | All 340 m are dredged. | District irrigation | –
sheet-example-list-visits = 07/2024 | Nguyễn Văn A | An Hòa | An Lão | 12/03/2024 | 12/03/2024 | Cell meeting | Thôn 1 | – | 42 | 38 | The cell meets on time. | – | Mend the road to the village. | – | –
sheet-example-list-leave = Nguyễn Văn A | Sở Nông nghiệp | 05/06/2024 | 14/06/2024 | 12-QĐ/VP | –
sheet-help-list-feedback =
    Each row is a matter, open or settled before. Please delete the example.
    Columns may have other names and stand in any order; lines with the title above them do no harm.
    Number in the list: please have one. By it a corrected file changes just the rows that were corrected.
    Commune: its name on the day it was raised; where a name repeats, add the district. Themes and agencies as in the directory.
    Days are written like 25/06/2024. Without a due day it follows from the urgency. Empty urgency is normal, empty source is the commune.
    What is settled: write Settled on and Result; Outcome is settled, partly settled, refused or transferred, empty is settled. Settled by stands as in your list.
    Without Settled on a matter is open; words in its result are not taken.
    No names of citizens, no identity or telephone numbers, no denunciations: such a row is not taken.
    Take anyway: write x where a row is asked about and means what it says.
    Upload to check every row; nothing is written until you confirm.
sheet-help-list-visits =
    Each row is a visit that was made. A joint trip is one row: those who went along stand in Companions, with semicolons between. Please delete the example.
    Columns may have other names and stand in any order; lines with the title above them do no harm.
    Cadre: full name or user name; the person must have been assigned to the commune on that day.
    Commune: its name on the day of the visit; where a name repeats, add the district.
    At least one text is needed: findings, difficulties, the commune's recommendations or proposals.
    A supervisor takes this list and answers for it as for reports that he approves.
    Upload to check every row; nothing is written until you confirm.
sheet-help-list-leave =
    Each row is one leave of one person. Please delete the example.
    Columns may stand in any order, under any of their names; a title above them does no harm.
    Who is away: the user name, or the full name; where names repeat, add Unit, agency.
    First day, Last day: the leave's own, written like 05/06/2024.
    Bring no reason: everyone reads the days of a leave.
    A corrected file with another last day corrects that leave; with another first day the row is asked about.
    Take anyway: write x when a row is asked about and is right as it stands.
    Upload to check each row; nothing is written before you confirm.

# The key to push services, and the roads.
cli-help-keys = Make the key that phones are reminded with, and show its public half.
cli-help-keys-replace = Make a new key in place of the one in use. Every phone must turn reminders on again.
cli-keys-made = The key is made; a server that runs uses it within a minute. Its public half:
cli-keys-kept = The office has a key; it stays in use. Its public half:
cli-keys-replaced = The key is replaced. { $count ->
    [one] One phone must
   *[other] { $count } phones must
} turn reminders on again when the app is opened, and gets none until then. A server that runs uses the new key within a minute. Its public half:
cli-keys-no-contact = Phones are not reminded yet: push services need to know whom to ask. Please set DIABAN_MAIL_FROM or DIABAN_PUBLIC_ORIGIN.
cli-means-origin = Mail and messages need the office's address, so that they can lead to the matter. Please set DIABAN_PUBLIC_ORIGIN, such as https://diaban.office.vn.
cli-means-mail-url = DIABAN_MAIL_URL is not right. Please write it like smtp://name:password@mail.office.vn:587 or smtps://mail.office.vn.
cli-means-mail-from = DIABAN_MAIL_FROM is missing or is no mail address. Please write it like diaban@office.vn.
cli-means-push-host = DIABAN_PUSH_HOSTS holds a name that is not right. Please give names of hosts only, with spaces between, such as push.example.vn or .push.example.vn.
cli-means-gateway-file = The file of DIABAN_GATEWAY_URL_FILE cannot be read. Please look at its path and who may read it.
cli-means-gateway-open = The file of DIABAN_GATEWAY_URL_FILE holds a password that others can read. Please set its mode to 0600.
cli-means-gateway-template = The gateway's address must have {"{number}"} where the person's number goes, and no other blank.
cli-means-gateway-unknown = It is not known what kind of gateway this address is. Please see the kinds of apprise.
cli-means-gateway-missing = The gateway needs the package apprise. Please install it: pip install "diaban[gateway]"
