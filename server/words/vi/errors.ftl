# Một câu cho mỗi mã lỗi: chuyện gì đã xảy ra, nên làm gì. Chi tiết của lỗi là tham số của câu.

## Cả yêu cầu không thành
error-bad-body = Dữ liệu gửi lên không đọc được. Chưa có gì thay đổi; xin tải lại trang rồi thử lại.
error-bad-host = Địa chỉ này không phải của văn phòng. Xin mở đúng địa chỉ được cấp.
error-signed-out = Phiên đăng nhập đã hết. Mọi điều đã viết vẫn còn trên máy; xin đăng nhập lại để gửi.
error-account-disabled = Tài khoản này đã ngừng sử dụng. Mọi điều đã viết vẫn còn trên máy; xin gọi văn phòng.
error-wrong-credentials = Tên đăng nhập hoặc mật khẩu chưa đúng. Xin xem lại; nếu quên, xin gọi văn phòng để được cấp mã.
error-wrong-code = Tên đăng nhập hoặc mã chưa đúng, hoặc mã đã hết hạn. Xin gọi văn phòng để được cấp mã mới.
error-password-must-change = Mật khẩu hiện tại do người khác cấp. Xin đặt mật khẩu của riêng mình rồi làm tiếp.
error-forbidden-origin = Yêu cầu này không đến từ trang của văn phòng nên không được nhận. Xin mở lại ứng dụng.
error-not-allowed = Vai trò hiện tại không làm được việc này ở bước này. Xin đồng bộ rồi xem lại.
error-not-found = Không tìm thấy, hoặc không thuộc phạm vi của đồng chí.
error-method-not-allowed = Địa chỉ này không nhận loại yêu cầu đó.
error-already-done = Việc này đã được làm rồi; không cần làm lại.
error-too-large = Nội dung gửi lên quá lớn. Xin chia nhỏ rồi gửi lại.
error-unsupported-type = Loại dữ liệu này không được nhận ở đây.
error-slow-down = Đã thử quá nhiều lần. Xin chờ { $retry_after_s } giây rồi thử lại.
error-fault = Máy chủ gặp lỗi và chưa thay đổi gì. Xin thử lại sau ít phút; nếu vẫn lỗi, xin gọi văn phòng.
error-busy = Máy chủ đang bận. Xin thử lại sau ít giây.
error-not-built = Máy chủ này chưa có phần ứng dụng. Xin người quản trị dựng ứng dụng rồi khởi động lại.
error-invalid = Có mục còn thiếu hoặc chưa đúng. Xin xem lại rồi gửi lần nữa.

## Đồng bộ
error-wrong-person = Máy đang giữ việc của người khác. Xin mở đúng người dùng rồi đồng bộ lại.
error-fork = Máy này từng được khôi phục hoặc sao chép. Việc chưa gửi sẽ được gửi lại, không gửi trùng.
error-gap = Văn phòng còn thiếu vài việc gửi trước. Máy sẽ gửi lại theo thứ tự.
error-resync = Máy cần tải lại dữ liệu từ đầu. Việc chưa gửi vẫn còn nguyên.
error-upgrade = Ứng dụng trên máy đã cũ. Việc đã gửi vẫn được nhận; xin cập nhật để tải dữ liệu mới.
error-drain = Máy này đã bị thu hồi. Việc chưa gửi được chuyển về văn phòng rồi dữ liệu trên máy sẽ được xóa.
error-lost = Máy này đã được báo mất. Dữ liệu trên máy sẽ được xóa ngay; những gì văn phòng đã nhận vẫn còn.

## Một việc không được nhận
error-refused = Văn phòng không nhận được việc này. Lời đã viết vẫn còn trên máy.
error-missing = Còn thiếu một mục bắt buộc. Xin điền rồi gửi lại.
error-wrong-type = Một mục có kiểu dữ liệu không đúng. Xin nhập lại mục đó.
error-text-too-long = Một mục dài quá mức cho phép. Xin rút gọn; tài liệu dài nên gửi kèm.
error-bad-character = Trong chữ có ký tự ẩn không được phép. Xin xóa đi và gõ lại đoạn đó.
error-too-many = Quá nhiều mục trong một danh sách. Xin tách thành nhiều lần.
error-unknown-code = Một lựa chọn không còn trong danh mục. Xin chọn lại.
error-end-before-start = Ngày kết thúc trước ngày bắt đầu. Xin sửa lại ngày.
error-date-in-future = Ngày ghi ở tương lai. Xin sửa lại ngày.
error-date-in-past = Thời điểm này đã qua. Xin chọn thời điểm sau đó.
error-not-begun = Cuộc họp chưa bắt đầu. Xin ghi nhận sau khi đã dự.
error-zone-unknown = Không có múi giờ này. Xin chọn trong danh sách, ví dụ Asia/Ho_Chi_Minh.
error-clock-bad = Giờ này không đúng. Xin viết như 06:30.
error-quiet-all-day = Giờ yên lặng không thể kéo dài cả ngày. Xin để lại một khoảng được nhắc.
error-digest-in-quiet = Giờ nhận bản tổng hợp nằm trong giờ yên lặng. Xin chọn giờ khác.
error-turns-bad = Xin ghi các ngày nhắc theo thứ tự, từ -90 đến 90, nhiều nhất mười ngày. Ví dụ: -5 -1 1.
error-wording-bad = Câu này có chỗ trống không rõ. Chỉ dùng được unit, day, number, period, time, mỗi chỗ đặt trong ngoặc nhọn.
error-without-duty = Có người được mời không phụ trách, theo dõi nơi này vào ngày họp. Xin bỏ người đó, hoặc mời người được phân công lúc đó.
error-unit-divided = Vào ngày đó đơn vị này đã được tách cho nhiều đơn vị. Xin chọn đơn vị nhận.
error-unit-outside-assignment = Đơn vị này không thuộc phân công của đồng chí vào ngày đó. Xin chọn lại đơn vị hoặc ngày.
error-empty-report = Báo cáo chưa có nội dung. Xin viết ít nhất một mục rồi gửi.
error-attendance-present-over-due = Số có mặt lớn hơn số phải có mặt. Xin xem lại hai số này.
error-comment-required = Xin ghi nhận xét chung rồi trả lại báo cáo.
error-reason-required = Xin ghi lý do.
error-own-report = Báo cáo này do chính đồng chí viết nên phải để người duyệt khác quyết định. Nếu không còn ai khác, xin báo văn phòng.
error-own-extension = Việc gia hạn này do chính cơ quan của đồng chí xin nên phải để người duyệt khác quyết định. Nếu không còn ai khác, xin báo văn phòng.
error-out-of-range = Số này nằm ngoài mức cho phép. Xin xem lại và nhập lại.
error-period-unfinished = Kỳ này chưa hết nên chưa chốt được. Xin chờ sau ngày chốt số liệu.
error-period-locked = Kỳ { $period } đã khóa nên không ghi được thay đổi cho những ngày ấy. Xin mở lại kỳ, nêu lý do, rồi ghi lại.
error-id-taken = Mã của việc này đã thuộc một hồ sơ khác. Lời đã viết vẫn còn; xin chép sang một việc mới.
error-device-withdrawn = Máy gửi việc này đã bị thu hồi. Văn phòng giữ nội dung; xin gọi văn phòng.
error-looked-after = Văn phòng đã xử lý việc này. Lời của đồng chí vẫn được giữ; có thể bỏ mục này.
error-denunciation = Nội dung có dấu hiệu tố cáo nên không gửi và không lưu ở văn phòng. Xin hướng dẫn người dân nộp đơn theo Luật Tố cáo; ở đây chỉ ghi nhận có một đơn.
error-identity-number = Nội dung có dãy số giống số căn cước nên không gửi và không lưu ở văn phòng. Xin bỏ dãy số, chỉ ghi sự việc.
error-phone-number = Nội dung có số điện thoại nên không gửi và không lưu ở văn phòng. Xin bỏ số điện thoại, chỉ ghi sự việc.

## Việc gặp việc của người khác
error-stale = Hồ sơ đã đổi sau khi đồng chí đọc, nên quyết định chưa có hiệu lực. Xin đọc lại rồi quyết định.
error-draft-changed = Bản nháp đã đổi ở máy khác. Báo cáo chưa được gửi; xin chọn lời cần giữ rồi gửi lại.
error-keep-both = Hai nơi cùng sửa một chỗ. Cả hai bản đều còn; xin chọn.
error-late-edit = Lời sửa thêm đến sau khi báo cáo đã gửi. Xin chọn rút báo cáo để sửa, hoặc bỏ lời sửa.
error-delete-against-edit = Một máy xóa, một máy vẫn sửa bản nháp này. Chưa có gì mất; xin chọn.

## Việc đang chờ ở văn phòng
error-unknown-kind = Ứng dụng trên máy mới hơn văn phòng. Văn phòng giữ việc này và sẽ xử lý khi được nâng cấp.
error-newer-schema = Ứng dụng trên máy mới hơn văn phòng. Văn phòng giữ việc này và sẽ xử lý khi được nâng cấp.
error-server-fault = Văn phòng đã nhận nhưng chưa xử lý được vì lỗi máy chủ. Việc này sẽ tự được làm lại.
error-refill = Văn phòng đang phục hồi dữ liệu. Việc này đã được giữ và sẽ tự được làm tiếp.

## Tài khoản
error-password-short = Mật khẩu cần ít nhất { $limit } ký tự.
error-password-long = Mật khẩu dài nhất { $limit } ký tự.
error-password-is-name = Mật khẩu không được trùng hay chứa tên đăng nhập.
error-password-common = Mật khẩu này quá dễ đoán. Xin chọn mật khẩu khác, ví dụ vài từ không liên quan ghép lại.
error-password-same = Mật khẩu mới phải khác mật khẩu cũ.
error-username-bad = Tên đăng nhập gồm 2 đến 40 chữ thường không dấu, chữ số, dấu chấm, gạch ngang hoặc gạch dưới; bắt đầu bằng chữ hoặc số.
error-username-taken = Tên đăng nhập này đã có người dùng. Xin chọn tên khác.
error-last-admin = Đây là người quản trị cuối cùng. Xin giao quyền quản trị cho người khác trước.

## Đơn vị, con người, phân công
error-name-missing = Xin ghi tên.
error-bad-day = Ngày phải có dạng 25/06/2024 và là ngày có thật.
error-unit-unknown = Không có đơn vị này trong danh mục.
error-unit-unclear = Có nhiều đơn vị trùng tên này. Xin ghi mã, hoặc ghi thêm đơn vị cấp trên.
error-unit-required = Vai trò này cần một đơn vị. Xin chọn đơn vị.
error-unit-abolished = { $unit } không còn tồn tại vào ngày đó. Xin chọn đơn vị hiện hành.
error-row-twice = Dòng này trùng hoặc trái với một dòng khác về cùng đơn vị. Xin giữ lại một dòng.
error-children-left = Chưa rõ { $unit } ở bên trong sẽ về đâu. Xin thêm một dòng cho đơn vị đó.
error-plan-unfit = Phương án chưa áp dụng được: còn dòng sai hoặc không thay đổi gì. Xin xem lại từng dòng.
error-person-here = Tài khoản này còn mở. Người đang làm việc ở đây ký bằng tên mình; xin khóa tài khoản trước.
error-unit-twice = Đã có { $unit } trong danh mục. Xin sửa đơn vị có sẵn thay vì thêm mới.
error-hours-bad = Giờ làm việc phải ghi như 07:00-11:30 13:30-17:00, theo thứ tự và không chồng nhau.
error-week-bad = Xin chọn ít nhất một ngày làm việc trong tuần.
error-promise-bad = Mỗi mức khẩn cần số giờ trả lời (1 đến 200) và số ngày giải quyết (1 đến 250).
error-level-unknown = Cấp của đơn vị phải là tỉnh, huyện, xã hoặc thôn, và loại phải có trong danh mục.
error-parent-unknown = Không tìm thấy đơn vị cấp trên.
error-parent-loop = Đơn vị không thể nằm dưới chính nó.
error-agency-unknown = Không có cơ quan này trong danh mục.
error-agency-required = Vai trò này cần một cơ quan xử lý. Xin chọn cơ quan.
error-agency-closed = { $agency } đã ngừng hoạt động.
error-agency-twice = Đã có { $agency } trong danh mục.
error-person-unknown = Không có người này trong danh mục.
error-person-disabled = Tài khoản của { $person } đã ngừng sử dụng. Xin mở lại trước khi phân công.
error-role-unknown = Vai trò này không có trong danh mục.
error-scope-not-wanted = Vai trò này không đi cùng đơn vị hay cơ quan đã chọn. Xin bỏ phần thừa.
error-substitute-unknown = Người thay thế không có trong danh bạ, hoặc chính là người được phân công. Xin chọn người khác.
error-assignment-unknown = Không tìm thấy phân công này.
error-assignment-twice = Người này đã có đúng phân công đó trong thời gian này.
error-second-monitor = { $person } đang theo dõi { $unit } trong thời gian này. Nếu cả hai cùng theo dõi, xin xác nhận; nếu thay người, xin chọn phân công được thay.

## Bảng tính
error-not-a-spreadsheet = Tệp này không phải bảng tính .xlsx đọc được. Xin dùng bảng mẫu.
error-sheet-old-format = Tệp này là .xls đời cũ hoặc có mật khẩu. Xin mở bằng Excel, bỏ mật khẩu, lưu thành .xlsx rồi tải lên lại.
error-sheet-macros = Tệp này có macro nên không nhận. Xin lưu thành .xlsx (không macro) rồi tải lên lại.
error-sheet-too-large = Bảng tính quá lớn (nhiều nhất { $limit } dòng). Xin chia thành nhiều tệp.
error-columns-missing = Bảng tính thiếu cột: { $columns }. Xin dùng bảng mẫu.
error-import-gone = Lần kiểm tra này đã cũ. Xin tải bảng tính lên kiểm tra lại.

## Từng dòng của danh sách
error-cell-missing = Còn thiếu cột { $column }. Xin điền rồi tải lên lại.
error-cell-broken = Ô { $column } báo lỗi công thức. Xin sửa ô ấy trong Excel rồi tải lên lại.
error-cell-choice = Chữ ở cột { $column } không có trong danh mục. Xin ghi một trong: { $words }.
error-cell-number = Cột { $column } phải là một số đếm, viết bằng chữ số.
error-cell-long = Cột { $column } dài quá { $limit } chữ. Xin rút gọn.
error-list-row-twice = Dòng này kể lại đúng việc của dòng { $row }. Xin giữ một dòng.
error-list-joint-row = Có lẽ cùng một chuyến với dòng { $row }. Đi chung là một báo cáo: xin ghi những người cùng đi vào cột Người cùng đi của một dòng. Nếu đúng là hai chuyến, xin ghi x ở cột Vẫn nhập.
error-list-ref-used = Số này đã dùng cho { $number }, một việc khác. Xin sửa số ở dòng này.
error-list-worked-on = { $number } đã được xử lý tiếp ở đây nên danh sách không sửa được nữa. Xin mở { $number } và sửa ở đó.
error-list-similar = { $number } đang mở, cùng đơn vị và cùng lời. Có lẽ là một việc; nếu đúng là việc khác, xin ghi x ở cột Vẫn nhập.
error-list-visit-there = Đã có { $number } cùng đơn vị, cùng ngày. Nếu đúng là chuyến khác, xin ghi x ở cột Vẫn nhập.
error-list-person-unknown = Không tìm thấy “{ $name }” trong danh bạ. Xin ghi đúng họ tên hoặc tên đăng nhập.
error-list-person-unclear = Có nhiều người cùng tên: { $names }. Xin ghi thêm chức vụ trong ngoặc, hoặc ghi tên đăng nhập.
error-list-person-elsewhere = Tìm thấy { $names }, nhưng nơi công tác ghi ở dòng này không khớp. Xin sửa lại cho đúng; nếu đúng là người ấy, xin ghi x ở cột Vẫn nhập.
error-list-leave-there = Người này đã có nghỉ phép từ { $starts } đến { $ends }, trùng một số ngày. Nếu cả hai đều đúng, xin ghi x ở cột Vẫn nhập.
error-list-leave-back = Danh sách đã ghi nghỉ phép này trước đây và ở đây đã bỏ. Nếu nay lại nghỉ, xin ghi x ở cột Vẫn nhập.
error-list-not-assigned = { $person } không được phân công { $unit } vào ngày ấy. Xin nhập phân công trước, hoặc sửa ngày.
error-list-unit-then = Vào ngày ấy chưa có { $unit }; khi đó là { $units }. Xin ghi tên đơn vị lúc ấy.

## Ảnh
error-stale-offset = Ảnh đã được gửi thêm ở nơi khác. Máy sẽ gửi tiếp từ chỗ văn phòng đã nhận.
error-wrong-protocol = Cách gửi ảnh này không được hỗ trợ. Xin cập nhật ứng dụng.
error-not-a-picture = Tệp này không phải ảnh, hoặc ảnh bị hỏng. Báo cáo vẫn được gửi; xin chụp lại ảnh nếu cần.
error-too-many-pixels = Ảnh này quá lớn để mở. Báo cáo vẫn được gửi; xin chụp lại với cỡ nhỏ hơn.
error-wrong-checksum = Ảnh bị hỏng trên đường gửi. Máy sẽ gửi lại từ đầu.

## Rescue files
error-rescue-broken = Đây không phải tệp cứu dữ liệu, hoặc tệp đã hỏng. Chưa nhận gì cả; xin tạo lại tệp trên máy đã làm ra nó.
error-rescue-not-ours = Tệp cứu dữ liệu này làm cho một văn phòng khác. Xin đưa tệp đến văn phòng mà máy ấy làm việc cùng.
error-rescue-unproven = Không xác định được tệp này do máy của ai làm ra nên chưa nhận gì. Xin chủ máy đăng nhập một lần trên máy ấy rồi tạo lại tệp.

## Cách liên lạc để nhắc việc
error-endpoint-bad = Trình duyệt đưa ra một địa chỉ nhận nhắc việc không dùng được. Xin tắt rồi bật lại nhắc việc trên máy này.
error-endpoint-unknown-host = Dịch vụ nhắc của trình duyệt này chưa có trong danh sách được phép. Xin báo người quản trị thêm vào, hoặc dùng thư điện tử.
error-endpoint-private = Địa chỉ nhận nhắc việc dẫn vào mạng nội bộ nên không gửi. Xin báo người quản trị xem lại tên miền.
error-push-keys-bad = Khóa nhận nhắc việc của trình duyệt không đúng. Xin tắt rồi bật lại nhắc việc trên máy này.
error-push-off = Văn phòng chưa mở nhắc việc tới điện thoại. Xin dùng thư điện tử, hoặc báo người quản trị tạo khóa.
error-mail-address-bad = Địa chỉ thư không đúng. Xin viết như ten@coquan.vn.
error-gateway-number-bad = Số này không đúng. Xin chỉ ghi chữ số, có thể có dấu + ở đầu, ví dụ +84912345678.
error-unreached = Người này chưa có máy nhận nhắc việc và chưa cho địa chỉ nào. Xin nhắc trực tiếp, rồi mời bật nhắc việc trong mục Nhắc việc.
