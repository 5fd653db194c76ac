# Bảng tính của người quản trị: tên cột, từ dùng trong ô, lời giải thích; và lời của dòng lệnh.
sheet-units = Đơn vị
sheet-people = Con người
sheet-assignments = Phân công

sheet-column-code = Mã
sheet-column-name = Tên
sheet-column-type = Loại
sheet-column-parent = Cấp trên
sheet-column-valid-from = Hiệu lực từ
sheet-column-valid-to = Hiệu lực đến
sheet-column-full-name = Họ và tên
sheet-column-username = Tên đăng nhập
sheet-column-title = Chức vụ
sheet-column-role = Vai trò
sheet-column-unit = Đơn vị
sheet-column-above = Thuộc
sheet-column-agency = Cơ quan xử lý
sheet-column-starts = Từ ngày
sheet-column-ends = Đến ngày
sheet-column-decision = Số quyết định
sheet-column-reason = Lý do
sheet-column-beside = Cùng theo dõi
sheet-column-substitute = Người thay thế (tên đăng nhập)

sheet-type-province = tỉnh
sheet-type-municipality = thành phố trực thuộc trung ương
sheet-type-city = thành phố
sheet-type-town = thị xã
sheet-type-district = huyện
sheet-type-commune = xã
sheet-type-ward = phường
sheet-type-township = thị trấn
sheet-type-village = thôn
sheet-type-block = khu phố

sheet-role-cadre = cán bộ theo dõi
sheet-role-contact = đầu mối xã
sheet-role-leader = cán bộ phụ trách
sheet-role-agency = cơ quan xử lý
sheet-role-clerk = người tổng hợp
sheet-role-supervisor = người duyệt
sheet-role-admin = người quản trị

sheet-help = Hướng dẫn
sheet-help-units =
    Mỗi dòng là một đơn vị, cấp trên đứng trước.
    Loại: tỉnh, thành phố, thị xã, huyện, xã, phường, thị trấn, thôn, khu phố.
    Cấp trên: mã hoặc tên của đơn vị cấp trên; tỉnh thì để trống.
    Ngày viết như 25/06/2024; để trống nếu không có.
    Tải lên để kiểm tra từng dòng; chưa ghi gì cho đến khi đồng chí xác nhận.
sheet-help-people =
    Mỗi dòng là một người.
    Tên đăng nhập: chữ thường không dấu, chữ số, dấu chấm, gạch ngang; để trống nếu người đó không đăng nhập.
    Sau khi nhập, cấp mã dùng một lần để người đó đặt mật khẩu.
    Tải lên để kiểm tra từng dòng; chưa ghi gì cho đến khi đồng chí xác nhận.
sheet-help-assignments =
    Mỗi dòng là một phân công của người đã có tên đăng nhập.
    Vai trò: cán bộ theo dõi, đầu mối xã, cán bộ phụ trách, cơ quan xử lý, người tổng hợp, người duyệt, người quản trị.
    Đơn vị: mã hoặc tên; nếu tên trùng, ghi thêm đơn vị cấp trên ở cột Thuộc. Cơ quan xử lý thì ghi tên cơ quan.
    Cùng theo dõi: ghi x nếu hai người cùng theo dõi một xã.
    Ngày viết như 25/06/2024; Đến ngày để trống nếu chưa có thời hạn.

theme-irrigation = Thủy lợi
theme-transport = Giao thông
theme-telecom = Viễn thông
theme-enterprises = Doanh nghiệp, công đoàn
theme-party = Tổ chức đảng
theme-health = Y tế
theme-education = Giáo dục
theme-finance = Tài chính
theme-credit = Vốn vay
theme-land = Đất đai, bồi thường
theme-environment = Môi trường, rác thải
theme-trade = Chợ, thương mại
theme-housing = Nhà ở
theme-livestock = Chăn nuôi
theme-other = Nội dung khác

office-name = Văn phòng

cli-help = Địa Bàn: báo cáo cơ sở, viết không cần mạng.
cli-help-demo = Chạy tỉnh minh họa (Bình Định, tháng 6/2024) trên máy này.
cli-help-serve = Chạy văn phòng thật trên máy này.
cli-help-worker = Làm các việc định kỳ và nhắc việc, bên cạnh các tiến trình web (đặt DIABAN_JOBS=off cho chúng).
cli-help-migrate = Đưa cơ sở dữ liệu lên phiên bản hiện tại.
cli-help-openapi = In bản mô tả API (OpenAPI 3.1).
cli-help-user = Tài khoản: thêm, cấp mã, ngừng, mở lại, phân công.
cli-help-user-add = Thêm một người đăng nhập được và cấp mã dùng một lần.
cli-help-user-code = Cấp mã dùng một lần (24 giờ): lần đầu, quên mật khẩu, máy mới.
cli-help-user-disable = Ngừng một tài khoản.
cli-help-user-enable = Mở lại một tài khoản.
cli-help-user-list = Liệt kê mọi người.
cli-help-user-sessions = Liệt kê phiên đăng nhập của một người.
cli-help-user-end-session = Kết thúc một phiên đăng nhập, hoặc mọi phiên của người đó.
cli-help-user-role = Phân công: cadre, contact, leader, agency, clerk, supervisor, admin.
cli-help-rescue = Tệp cứu dữ liệu: những gì máy không tự gửi được.
cli-help-rescue-import = Nhận một tệp cứu dữ liệu; nhận lại tệp cũ không thay đổi gì.
cli-help-user-devices = Liệt kê các máy của một người.
cli-help-user-withdraw = Thu hồi một máy: máy chuyển việc chưa gửi về rồi tự xóa.
cli-help-lost = Máy đã mất: máy tự xóa ngay khi liên lạc lần tới.
cli-help-give-back = Cho máy dùng lại.
cli-help-fresh = Xóa dữ liệu minh họa cũ và bắt đầu lại.
cli-help-no-browser = Không tự mở trình duyệt.
cli-help-port = Cổng phục vụ.
cli-help-data-dir = Thư mục dữ liệu.
cli-help-name = Họ và tên.
cli-help-title = Chức vụ.
cli-help-admin = Là người quản trị.
cli-help-unit = Mã hoặc tên đơn vị.
cli-help-agency = Tên cơ quan xử lý.
cli-help-from = Từ ngày (mặc định: hôm nay).
cli-help-to = Đến ngày.
cli-help-decision = Số quyết định.
cli-help-substitute = Người thay thế (tên đăng nhập).
cli-help-beside-others = Hai người cùng theo dõi một xã.

cli-migrating = Chuẩn bị cơ sở dữ liệu…
cli-migrated = Cơ sở dữ liệu đã ở phiên bản hiện tại.
cli-seeding = Kiểm tra tỉnh minh họa…
cli-seeded = Đã dựng xong tỉnh minh họa.
cli-kept = Giữ nguyên dữ liệu lần trước (dùng --fresh để bắt đầu lại).
cli-seed-failed = Không dựng được tỉnh minh họa: { $why }
cli-not-a-demo = Thư mục { $folder } không phải do tỉnh minh họa tạo ra nên được để nguyên. Xin chọn thư mục khác bằng --data-dir.
cli-port-taken = Cổng { $port } đang được dùng. Xin chọn cổng khác bằng --port.
cli-worker-ready = Tiến trình làm việc đã chạy. Nhấn Ctrl-C để dừng.
cli-stopped = Đã dừng.
cli-demo-ready =

    Địa Bàn đang chạy tại { $url } (dừng bằng Ctrl+C).
    Đồng hồ của văn phòng minh họa chạy từ 08:00 ngày 25/06/2024.
    Mật khẩu của mọi tài khoản: { $password }
cli-account-cadre1 = cán bộ theo dõi xã Ân Hảo Tây: có một báo cáo bị trả lại
cli-account-cadre2 = cán bộ theo dõi xã Vĩnh Sơn
cli-account-cadre3 = cán bộ theo dõi thị trấn Diêu Trì
cli-account-contact1 = đầu mối xã Ân Hảo Tây: có câu trả lời chờ xác nhận
cli-account-contact2 = đầu mối xã Vĩnh Sơn
cli-account-agency1 = cơ quan xử lý: PA-015 chờ trả lời
cli-account-clerk = người tổng hợp: hai phản ánh chưa có cơ quan xử lý
cli-account-supervisor = người duyệt: bốn báo cáo chờ duyệt
cli-account-leader = cán bộ phụ trách huyện Hoài Ân
cli-account-admin = người quản trị: con người, đơn vị, phân công
cli-demo-try =
    Thử trước tiên:
    1. Mở { $url }, đăng nhập cadre1, sửa báo cáo bị trả lại rồi gửi.
    2. Tắt mạng hoặc dừng máy chủ, viết một báo cáo mới; mở lại: chữ vẫn còn.
    3. Đăng nhập supervisor ở cửa sổ khác, đọc và duyệt.
cli-ready =

    Địa Bàn đang chạy tại { $url } (dừng bằng Ctrl+C).
    Dữ liệu nằm ở { $folder }
cli-first-admin =
    Văn phòng này chưa có người quản trị. Ở cửa sổ lệnh khác, chạy:
    diaban user add TÊN-ĐĂNG-NHẬP --name "Họ và tên" --admin --data-dir { $folder }
    rồi đăng nhập bằng mã được in ra; sau đó thêm đơn vị, con người, phân công.
cli-user-added = Đã thêm { $username }.
cli-user-code = Mã dùng một lần (24 giờ): { $code }
cli-user-disabled = Đã ngừng tài khoản { $username }.
cli-user-enabled = Đã mở lại tài khoản { $username }.
cli-user-is-disabled = (đã ngừng)
cli-user-assigned = Đã phân công { $username }.
cli-device-active = đang dùng
cli-device-drain = thu hồi, đang nộp việc
cli-device-lost = đã mất
cli-device-wiped = đã xóa
cli-device-now-active = Máy được dùng lại.
cli-device-now-drain = Đã thu hồi. Lần liên lạc tới máy chuyển việc chưa gửi về rồi tự xóa.
cli-device-now-lost = Đã báo mất. Lần liên lạc tới máy tự xóa.
cli-rescued = { $name }: tệp có { $count } mục, { $known } mục đã có từ trước.
cli-rescued-photos = Ảnh: đã lưu { $stored }, không nhận { $refused }.
cli-rescued-needs = { $count } mục cần { $name } xem lại trong phần Đồng bộ.
cli-sessions-ended = { $count ->
   *[other] Đã kết thúc { $count } phiên đăng nhập.
  }
cli-help-backup = Sao lưu văn phòng vào một tệp; máy chủ vẫn chạy bình thường.
cli-help-backup-to = Tệp hoặc thư mục để lưu (mặc định: thư mục backups trong thư mục dữ liệu).
cli-help-backup-list = Liệt kê các bản sao lưu đã làm.
cli-help-pass-phrase = Tệp có mật khẩu khóa bản sao lưu ở dòng đầu.
cli-help-restore = Phục hồi văn phòng từ một bản sao lưu; điện thoại sẽ gửi lại những gì bản đó thiếu.
cli-help-close-refill = Thôi chờ điện thoại gửi lại sau khi phục hồi.
cli-help-verify = Kiểm tra văn phòng, hoặc một bản sao lưu, còn nguyên vẹn không.
cli-backup-made = Đã sao lưu và mở thử: { $file } ({ $rows } dòng, { $photos } ảnh, đến vị trí { $pos }).
cli-backup-photos-missing = Có { $count } ảnh không còn hoặc đã hỏng trên máy chủ, nên không có trong bản sao lưu. Lệnh diaban verify nêu tên từng ảnh.
cli-backup-locked = Bản sao lưu đã khóa. Xin cất mật khẩu ở nơi khác: không có nó thì không ai mở được.
cli-backup-counted = còn dùng để phục hồi đến { $until }
cli-backup-not-here = không thấy tệp ở chỗ cũ
cli-backups = { $count } bản sao lưu. Điện thoại giữ lại việc đã gửi sau vị trí { $pos }.
cli-restore-which = Xin ghi tên tệp sao lưu cần phục hồi.
cli-restored = Đã phục hồi từ { $file } (làm lúc { $made }, đến vị trí { $pos }).
cli-restored-before = Dữ liệu trước đó vẫn còn ở { $before }.
cli-restored-refill =
    Điện thoại sẽ tự gửi lại những gì bản sao lưu thiếu khi liên lạc lần tới.
    Khi mọi người đã liên lạc, chạy: diaban restore --close-refill
    Con người, đơn vị, phân công nhập sau lúc sao lưu thì cần nhập lại.
cli-restore-locked = Có chương trình khác đang giữ dữ liệu nên chưa phục hồi được, chưa có gì thay đổi. Xin dừng máy chủ rồi thử lại.
cli-restore-other-office = Thư mục này chứa dữ liệu của một văn phòng khác, nên không ghi đè. Xin chọn thư mục trống bằng --data-dir.
cli-restore-place = Không thay được dữ liệu cũ, chưa có gì thay đổi: { $why }. Nếu tệp dữ liệu đã hỏng, xin dừng máy chủ, chuyển tệp đó đi chỗ khác rồi phục hồi lại.
cli-refill-closed = Đã thôi chờ gửi lại. { $count } việc đang chờ đã có kết quả cuối cùng.
cli-archive-not-a-backup = Tệp này không phải là bản sao lưu của Địa Bàn.
cli-archive-newer-build = Bản sao lưu này do phiên bản Địa Bàn mới hơn làm ra. Xin nâng cấp rồi thử lại.
cli-archive-needs-pass-phrase = Bản sao lưu này đã khóa. Xin thêm --pass-phrase-file.
cli-archive-wrong-pass-phrase = Mật khẩu không đúng.
cli-archive-damaged = Tệp sao lưu bị hỏng ở byte { $at }, sau { $after }. Xin dùng một bản sao khác.
cli-pass-phrase-empty = Dòng đầu của { $file } còn trống; xin ghi mật khẩu vào đó.
cli-file-missing = Không thấy tệp { $file }.
cli-file-exists = Đã có tệp { $file }. Xin chọn tên khác.
cli-file-fault = Không đọc hoặc ghi được: { $why }
cli-verified = Nguyên vẹn: { $rows } dòng, { $photos } ảnh, nhật ký đến vị trí { $pos }.
cli-unfit = Tìm thấy { $count } chỗ hỏng, kể ở trên. Xin giữ nguyên dữ liệu này và báo cho người phụ trách kỹ thuật trước khi làm gì khác.
erased-person = Người đã nghỉ ({ $mark })
cli-help-erase = Xóa vĩnh viễn những lời không được có trong báo cáo, phản ánh hoặc một ảnh (theo số hoặc mã). Không ghi --ground thì chỉ cho biết có những phần nào.
cli-help-erase-part = Phần cần xóa, ví dụ findings; ghi được nhiều lần. Không ghi thì xóa hết lời.
cli-help-erase-ground = Căn cứ (Luật 91/2025/QH15): request người liên quan yêu cầu, no_basis không có căn cứ thu thập, purpose_ended hết mục đích, consent_withdrawn rút lại đồng ý, order cơ quan có thẩm quyền yêu cầu.
cli-help-erase-reason = Lý do, một câu. Không ghi lại lời cần xóa.
cli-help-erase-by = Tên đăng nhập của người quyết định.
cli-help-erase-list = Liệt kê những lần đã xóa.
cli-erased = Đã xóa lời trong { $name }: { $records } hồ sơ, { $changes } mục nhật ký, { $photos } ảnh. Điện thoại nhận ở lần đồng bộ tới; bản sao lưu cũ phục hồi lại cũng không còn.
cli-erase-parts = { $name } có lời ở: { $parts }
cli-erase-amended = Có báo cáo bổ sung viết lại từ báo cáo này, cần xem riêng: { $names }
cli-erase-nobody = dòng lệnh
cli-erasures-broken = Không đọc được danh sách đã xóa ({ $why }), nên chưa mở dữ liệu. Xin lấy lại tệp đó từ bản chép khác.
verify-fault-broken = nội dung không khớp với mã kiểm tra
verify-fault-hole = phần trước nó bị thiếu
verify-fault-unlike = khác với những gì nhật ký đã ghi
verify-fault-orphan = không thấy thứ mà nó thuộc về
verify-fault-form = giá trị không đúng dạng
verify-fault-missing = được nhắc đến nhưng không có
verify-fault-unreadable = không đọc được

## Phương án thay đổi đơn vị
sheet-changes = Thay đổi đơn vị
sheet-column-change-old-code = Mã đơn vị cũ
sheet-column-change-old = Đơn vị cũ
sheet-column-change-above = Đơn vị cũ thuộc
sheet-column-change-name = Tên đơn vị mới
sheet-column-change-type = Loại mới
sheet-column-change-code = Mã mới
sheet-column-change-parent = Thuộc
sheet-column-change-abolish = Bãi bỏ
sheet-help-changes =
    Mỗi dòng: một đơn vị cũ và đơn vị mới thay nó từ ngày có hiệu lực. Nhập nhiều đơn vị thành một: mỗi đơn vị cũ một dòng, cùng tên mới. Tách một thành nhiều: mỗi đơn vị mới một dòng, cùng đơn vị cũ.
    Đổi tên, chuyển cấp trên: một dòng. Bỏ hẳn không có đơn vị thay: ghi x ở cột Bãi bỏ.
    Đơn vị cũ nhận theo mã hoặc tên; tên trùng thì ghi thêm cột "Đơn vị cũ thuộc". Ô Loại mới và Thuộc để trống là giữ nguyên.
cli-help-units = Đơn vị.
cli-help-units-go = Đặt lịch của bản thử vào buổi sáng một ngày, ví dụ 2025-07-01.
cli-units-no-day = { $day } không phải là ngày. Hãy viết như 2025-07-01.
cli-units-moved = Phiếu và việc khó đã chuyển theo đơn vị: { $moved }
cli-help-change = Phương án thay đổi đơn vị: nhập, tách, đổi tên, chuyển cấp trên, bãi bỏ.
cli-help-change-list = Liệt kê các phương án.
cli-help-change-show = Xem phương án (theo ngày có hiệu lực hoặc mã) sẽ làm gì; không ghi gì cả.
cli-help-change-apply = Áp dụng phương án, trong một lần.
cli-help-change-by = Tên đăng nhập của người quản trị áp dụng.
cli-help-change-go = Chỉ ở bản minh họa: đưa lịch của văn phòng đến ngày có hiệu lực.
cli-help-change-add = Lập phương án từ bảng tính .xlsx.
cli-change-waiting = chưa áp dụng
cli-change-applied = đã áp dụng
cli-change-line = { $day }  { $title } ({ $decision }), { $lines } dòng, { $state }
cli-change-bad = Dòng { $row }: { $old }: { $message }
cli-change-level =
    { $level ->
        [province] Cấp tỉnh
        [district] Cấp huyện
        [commune] Cấp xã
       *[village] Thôn, khu phố
    }: { $before } → { $after }
cli-change-move = { $from } → { $to }
cli-change-abolished = Bãi bỏ: { $names }
cli-change-items = Phiếu đang mở: { $moving } tự chuyển, { $asking } chờ người tổng hợp chọn.
cli-change-item = { $number }: { $unit } → { $heirs }?
cli-change-people = Phân công: { $ending } kết thúc, { $going } tiếp tục, { $choices } chỗ cần chọn người.
cli-change-leaving = Kết thúc: { $person }, { $unit }
cli-change-vacant = Chưa có người theo dõi: { $names }
cli-change-duties = Quy định { $name } nhắc tên đơn vị cũ; tiếp tục với: { $units }; cần người quyết định với: { $unclear }
cli-change-tasks = Việc khó đang làm: { $moving } tự chuyển, { $asking } chờ người tổng hợp chọn.
cli-change-targets = Chỉ tiêu kéo dài quá ngày này: { $following } tính cho đơn vị mới, { $asking } cần giao lại.
cli-change-meetings = Cuộc họp sau ngày này: { $following } họp ở đơn vị mới, { $asking } cần mời lại.
cli-change-fits = Áp dụng được. Chưa ghi gì.
cli-change-unfit = Chưa áp dụng được.
cli-change-done = Đã áp dụng. { $moved } phiếu đang mở đã chuyển.
cli-change-later = Có hiệu lực từ { $day }; đến ngày đó phiếu đang mở mới chuyển.
cli-change-demo-only = Chỉ đưa lịch đi được ở bản minh họa.
cli-change-gone = Lịch văn phòng nay là { $day }. Xin chạy lại máy chủ nếu đang chạy.

sheet-list-feedback = Phản ánh, kiến nghị
sheet-list-visits = Chuyến đã đi
sheet-list-leave = Nghỉ phép
sheet-list-reason = Theo danh sách “{ $list }” đã sửa
sheet-column-list-why = Lý do chưa nhận
sheet-column-list-ref = Số trong sổ
sheet-column-list-unit = Xã, phường
sheet-column-list-above = Huyện
sheet-column-list-raised = Ngày nêu
sheet-column-list-matter = Nội dung
sheet-column-list-kind = Loại
sheet-column-list-theme = Lĩnh vực
sheet-column-list-urgency = Mức độ
sheet-column-list-source = Nguồn
sheet-column-list-owner = Cơ quan xử lý
sheet-column-list-due = Hạn giải quyết
sheet-column-list-settled = Ngày giải quyết xong
sheet-column-list-outcome = Kết luận
sheet-column-list-result = Kết quả giải quyết
sheet-column-list-settled-by = Người giải quyết
sheet-column-list-anyway = Vẫn nhập
sheet-column-list-person = Cán bộ
sheet-column-list-starts = Ngày đi
sheet-column-list-ends = Đến ngày
sheet-column-list-visit-kind = Hình thức
sheet-column-list-village = Thôn, khu phố
sheet-column-list-companions = Người cùng đi
sheet-column-list-attendance-due = Phải có mặt
sheet-column-list-attendance-present = Có mặt
sheet-column-list-findings = Tình hình
sheet-column-list-difficulties = Khó khăn
sheet-column-list-recommendations = Kiến nghị của xã
sheet-column-list-proposals = Đề xuất của cán bộ
sheet-column-list-away = Người nghỉ
sheet-column-list-workplace = Đơn vị, cơ quan
sheet-column-list-first = Từ ngày
sheet-column-list-last = Đến ngày
sheet-column-list-decision = Số quyết định
# Những tên khác mà văn phòng hay dùng cho cột, cách nhau bằng dấu |.
sheet-also-list-ref = Số | Số hiệu | Mã | Mã số | Số phiếu | Số vào sổ | Số báo cáo
sheet-also-list-unit = Xã | Phường | Đơn vị | Địa bàn | Xã/phường | Xã, phường, thị trấn | Xã phường thị trấn | Tên xã | Tên đơn vị | Đơn vị xã | Địa phương
sheet-also-list-above = Huyện/thị xã | Huyện, thị xã, thành phố | Thuộc | Thuộc huyện | Trực thuộc | Cấp huyện
sheet-also-list-raised = Ngày phản ánh | Ngày kiến nghị | Ngày nhận | Ngày tiếp nhận | Thời gian | Ngày
sheet-also-list-matter = Nội dung phản ánh | Nội dung kiến nghị | Nội dung phản ánh, kiến nghị | Kiến nghị | Phản ánh | Nội dung phản ánh kiến nghị | Vấn đề
sheet-also-list-kind = Loại việc | Loại ý kiến | Phân loại
sheet-also-list-theme = Chủ đề | Ngành | Nhóm việc
sheet-also-list-urgency = Mức khẩn | Độ khẩn | Tính chất
sheet-also-list-source = Nguồn tin | Nguồn phản ánh | Ai nêu
sheet-also-list-owner = Cơ quan | Cơ quan giải quyết | Cơ quan chủ trì | Đơn vị xử lý | Đơn vị giải quyết | Cơ quan chịu trách nhiệm
sheet-also-list-due = Hạn | Hạn xử lý | Thời hạn | Thời hạn giải quyết | Hạn trả lời
sheet-also-list-settled = Ngày xong | Ngày giải quyết | Ngày hoàn thành | Ngày trả lời | Ngày kết thúc | Ngày có kết quả
sheet-also-list-outcome = Kết luận giải quyết | Mức độ giải quyết
sheet-also-list-result = Kết quả | Nội dung giải quyết | Kết quả xử lý | Nội dung trả lời | Nội dung kết quả
sheet-also-list-settled-by = Người xử lý | Nơi giải quyết | Ai giải quyết | Người trả lời
sheet-also-list-anyway = Xác nhận | Nhập
sheet-also-list-person = Cán bộ theo dõi | Họ và tên | Họ tên | Họ tên cán bộ | Người đi | Người theo dõi | Cán bộ phụ trách
sheet-also-list-starts = Ngày | Từ ngày | Ngày dự | Ngày làm việc | Ngày xuống cơ sở | Thời gian | Ngày tháng
sheet-also-list-ends = Ngày về | Ngày kết thúc
sheet-also-list-visit-kind = Loại hình | Nội dung dự | Hình thức làm việc | Loại
sheet-also-list-village = Thôn | Khu phố | Thôn/khu phố | Chi bộ
sheet-also-list-companions = Cùng đi | Thành phần cùng đi | Đi cùng
sheet-also-list-attendance-due = Triệu tập | Phải dự
sheet-also-list-attendance-present = Dự | Số dự
sheet-also-list-findings = Tình hình nổi bật | Kết quả | Kết quả nắm tình hình | Nội dung | Ghi nhận
sheet-also-list-difficulties = Khó khăn, vướng mắc | Vướng mắc | Hạn chế | Tồn tại
sheet-also-list-recommendations = Kiến nghị | Kiến nghị, đề xuất của xã | Kiến nghị của cơ sở | Đề xuất của xã
sheet-also-list-proposals = Đề xuất | Kiến nghị của cán bộ | Ý kiến đề xuất
sheet-also-list-away = Người nghỉ phép | Cán bộ | Họ và tên | Họ tên | Họ tên cán bộ | Tên đăng nhập
sheet-also-list-workplace = Đơn vị | Cơ quan | Đơn vị công tác | Nơi công tác | Cơ quan, đơn vị | Chức vụ | Chức vụ, đơn vị | Xã, phường
sheet-also-list-first = Ngày đầu | Ngày bắt đầu | Nghỉ từ | Nghỉ từ ngày | Bắt đầu
sheet-also-list-last = Ngày cuối | Ngày kết thúc | Đến hết ngày | Nghỉ đến | Nghỉ đến ngày | Kết thúc
sheet-also-list-decision = Quyết định | Số QĐ | QĐ | Số giấy phép
# Chữ hiểu được trong ô, cách nhau bằng dấu |; chữ đầu là chữ nên dùng.
sheet-choice-list-kind-issue = Phản ánh | PA
sheet-choice-list-kind-recommendation = Kiến nghị | KN
sheet-choice-list-kind-proposal = Đề xuất | ĐX
sheet-choice-list-kind-question = Câu hỏi | Hỏi
sheet-choice-list-urgency-urgent = Khẩn | Gấp | Hỏa tốc | Khẩn cấp
sheet-choice-list-urgency-normal = Bình thường | Thường
sheet-choice-list-urgency-complex = Phức tạp | Lâu dài
sheet-choice-list-source-commune = Xã | Xã nêu | Phường | Địa phương
sheet-choice-list-source-people = Dân | Nhân dân | Người dân | Cử tri
sheet-choice-list-source-monitor = Cán bộ | Cán bộ theo dõi | Cán bộ theo dõi nêu
sheet-choice-list-outcome-settled = Đã giải quyết | Giải quyết xong | Xong | Đã xong | Hoàn thành | Đã giải quyết xong
sheet-choice-list-outcome-partly = Giải quyết một phần | Một phần
sheet-choice-list-outcome-refused = Không giải quyết | Từ chối | Không chấp nhận
sheet-choice-list-outcome-transferred = Chuyển nơi khác | Đã chuyển | Chuyển cấp trên
sheet-choice-list-visit-kind-committee_meeting = Dự họp đảng ủy | Họp đảng ủy | Họp BCH | Họp ban chấp hành
sheet-choice-list-visit-kind-standing_committee = Dự họp ban thường vụ | Họp ban thường vụ | Họp BTV
sheet-choice-list-visit-kind-cell_meeting = Dự sinh hoạt chi bộ | Sinh hoạt chi bộ | Họp chi bộ | Dự họp chi bộ
sheet-choice-list-visit-kind-dialogue = Dự đối thoại | Đối thoại
sheet-choice-list-visit-kind-site_check = Kiểm tra hiện trường | Kiểm tra | Khảo sát
sheet-choice-list-visit-kind-working_session = Làm việc với cơ sở | Làm việc | Nắm tình hình
sheet-example-list-feedback = KN-12/2023 | An Hòa | An Lão | 15/03/2024 | Kênh N3 bồi lấp 340 m, 38 hộ thiếu nước. | Kiến nghị | Thủy lợi | Bình thường | Xã | – | 20/05/2024 | 15/05/2024 | Đã giải quyết | Đã nạo vét xong 340 m. | Thủy nông huyện | –
sheet-example-list-visits = 07/2024 | Nguyễn Văn A | An Hòa | An Lão | 12/03/2024 | 12/03/2024 | Họp chi bộ | Thôn 1 | – | 42 | 38 | Chi bộ họp đúng kỳ. | – | Sửa đường vào thôn. | – | –
sheet-example-list-leave = Nguyễn Văn A | Sở Nông nghiệp | 05/06/2024 | 14/06/2024 | 12-QĐ/VP | –
sheet-help-list-feedback =
    Mỗi dòng là một việc, còn mở hoặc đã giải quyết xong. Xin xóa dòng mẫu.
    Tên cột, thứ tự cột tùy ý; dòng tên bảng ở trên vẫn được.
    Số trong sổ: nên có. Nhờ số này mà tệp đã sửa chỉ sửa đúng dòng đã sửa.
    Xã, phường: tên vào ngày nêu; tên trùng thì ghi thêm Huyện. Lĩnh vực và cơ quan ghi như trong danh mục.
    Ngày viết như 25/06/2024. Hạn để trống thì tính theo mức độ. Mức độ để trống là bình thường, nguồn để trống là xã.
    Việc đã xong: ghi Ngày giải quyết xong và Kết quả giải quyết; Kết luận là đã giải quyết, một phần, không giải quyết hoặc chuyển nơi khác, để trống là đã giải quyết. Người giải quyết ghi như trong sổ.
    Không có Ngày giải quyết xong là việc còn mở; chữ ở cột kết quả của việc ấy không được nhập.
    Không ghi tên dân, số căn cước, số điện thoại, đơn tố cáo: dòng như vậy không được nhận.
    Vẫn nhập: ghi x khi dòng bị hỏi lại nhưng đúng là như vậy.
    Tải lên để kiểm tra từng dòng; chưa ghi gì cho đến khi đồng chí xác nhận.
sheet-help-list-visits =
    Mỗi dòng là một chuyến đã đi. Đi chung là một dòng: người cùng đi ghi ở cột Người cùng đi, cách nhau bằng dấu chấm phẩy. Xin xóa dòng mẫu.
    Tên cột, thứ tự cột tùy ý; dòng tên bảng ở trên vẫn được.
    Cán bộ: họ tên hoặc tên đăng nhập; người phải được phân công xã ấy vào ngày ấy.
    Xã, phường: tên vào ngày đi; tên trùng thì ghi thêm Huyện.
    Cần ít nhất một mục chữ: Tình hình, Khó khăn, Kiến nghị của xã hoặc Đề xuất.
    Người duyệt nhập danh sách này và chịu trách nhiệm như đã duyệt từng báo cáo.
    Tải lên để kiểm tra từng dòng; chưa ghi gì cho đến khi đồng chí xác nhận.
sheet-help-list-leave =
    Mỗi dòng là một lần nghỉ của một người. Xin xóa dòng mẫu.
    Tên cột, thứ tự cột tùy ý; dòng tên bảng ở trên vẫn được.
    Người nghỉ: tên đăng nhập, hoặc họ tên; có người trùng tên thì ghi thêm Đơn vị, cơ quan.
    Từ ngày, Đến ngày: ngày đầu và ngày cuối của lần nghỉ, viết như 05/06/2024.
    Không nhập lý do nghỉ: mọi người trong hệ thống đều thấy các ngày nghỉ.
    Tệp đã sửa ngày cuối thì sửa đúng lần nghỉ ấy; sửa ngày đầu thì dòng được hỏi lại.
    Vẫn nhập: ghi x khi dòng bị hỏi lại nhưng đúng là như vậy.
    Tải lên để kiểm tra từng dòng; chưa ghi gì cho đến khi đồng chí xác nhận.

# Khóa nhắc việc và các đường gửi.
cli-help-keys = Tạo khóa để nhắc việc tới điện thoại, và cho xem nửa công khai của khóa.
cli-help-keys-replace = Tạo khóa mới thay khóa đang dùng. Mọi điện thoại phải bật lại nhắc việc.
cli-keys-made = Đã tạo khóa; máy chủ đang chạy sẽ dùng khóa này trong vòng một phút. Nửa công khai:
cli-keys-kept = Văn phòng đã có khóa; vẫn dùng khóa này. Nửa công khai:
cli-keys-replaced = Đã thay khóa. { $count } điện thoại phải bật lại nhắc việc khi mở ứng dụng; từ giờ đến lúc đó không nhận được. Máy chủ đang chạy sẽ dùng khóa mới trong vòng một phút. Nửa công khai:
cli-keys-no-contact = Chưa nhắc được tới điện thoại: dịch vụ nhắc cần biết liên lạc với ai. Xin đặt DIABAN_MAIL_FROM hoặc DIABAN_PUBLIC_ORIGIN.
cli-means-origin = Thư và tin nhắn cần địa chỉ của văn phòng để mở đúng việc. Xin đặt DIABAN_PUBLIC_ORIGIN, ví dụ https://diaban.coquan.vn.
cli-means-mail-url = DIABAN_MAIL_URL không đúng. Xin viết như smtp://ten:matkhau@mail.coquan.vn:587 hoặc smtps://mail.coquan.vn.
cli-means-mail-from = DIABAN_MAIL_FROM thiếu hoặc không phải địa chỉ thư. Xin viết như diaban@coquan.vn.
cli-means-push-host = DIABAN_PUSH_HOSTS có tên không đúng. Xin chỉ ghi tên máy, cách nhau bằng dấu cách, ví dụ push.example.vn hoặc .push.example.vn.
cli-means-gateway-file = Không đọc được tệp ở DIABAN_GATEWAY_URL_FILE. Xin xem lại đường dẫn và quyền đọc.
cli-means-gateway-open = Tệp ở DIABAN_GATEWAY_URL_FILE chứa mật khẩu mà người khác đọc được. Xin đặt quyền 0600.
cli-means-gateway-template = Địa chỉ cổng nhắn tin phải có {"{number}"} ở chỗ ghi số của người nhận, và không có chỗ trống nào khác.
cli-means-gateway-unknown = Không rõ địa chỉ cổng nhắn tin thuộc loại nào. Xin xem các loại của apprise.
cli-means-gateway-missing = Cổng nhắn tin cần gói apprise. Xin cài bằng: pip install "diaban[gateway]"
