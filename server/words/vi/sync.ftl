# Đồng bộ: việc cần quyết định, việc chờ gửi và vì sao.
sync-title = Đồng bộ
sync-now = Đồng bộ ngay
sync-needs = Cần đồng chí quyết định
sync-waiting = Chờ gửi
sync-waiting-none = Không có việc nào chờ gửi.
sync-waiting-offline = Chưa có mạng. Khi có mạng, mọi việc tự gửi theo thứ tự.
sync-waiting-next = Sẽ gửi trong lần đồng bộ tới.
sync-waiting-typed = Bản nháp có phần đã lưu trên máy mà văn phòng chưa nhận.
sync-waiting-signed-out = Phiên đăng nhập đã hết hạn. Đăng nhập lại thì việc chờ sẽ gửi.
sync-sign-in = Đăng nhập lại
sync-sending = Đang gửi { $i } trên { $n }
sync-held = Văn phòng đã nhận, đang chờ xử lý
sync-last = Đồng bộ lần cuối
sync-last-success = Thành công: { $when }
sync-last-never = Chưa lần nào
sync-photos = Ảnh chờ gửi
sync-photos-waiting = { $count ->
   *[other] { $count } ảnh, { $size }
  }
sync-photos-wifi = Ảnh chờ mạng Wi-Fi, theo cài đặt.
sync-photos-none = Không có ảnh nào chờ gửi.
sync-all-good = Mọi việc đã gửi. Máy này và văn phòng giống nhau.
sync-what-draft_save = Lưu bản nháp
sync-what-draft_delete = Xóa bản nháp
sync-what-draft_restore = Khôi phục bản nháp
sync-what-visit_submit = Gửi báo cáo
sync-what-visit_withdraw = Rút báo cáo
sync-what-visit_begin_review = Bắt đầu duyệt
sync-what-visit_return = Trả lại báo cáo
sync-what-visit_approve = Duyệt báo cáo
sync-what-feedback_raise = Nêu phản ánh
sync-what-feedback_refer = Ghi số đếm chuyển đơn
sync-what-feedback_explain = Giải thích tại chỗ
sync-what-feedback_own = Giao xử lý
sync-what-feedback_message = Nhắn tin
sync-what-feedback_answer = Trả lời phản ánh
sync-what-feedback_confirm = Xác nhận câu trả lời
sync-what-feedback_reopen = Mở lại phản ánh
sync-what-feedback_ask_extension = Xin gia hạn
sync-what-feedback_extend = Cho gia hạn
sync-what-feedback_set_due = Đặt hạn
sync-what-feedback_split = Tách phiếu phản ánh
sync-what-feedback_link = Gộp phiếu phản ánh
sync-what-feedback_unlink = Gỡ gộp phiếu phản ánh
sync-what-acknowledgement_give = Ý kiến của xã về chuyến đi
sync-what-cadence_set = Đặt định kỳ đi cơ sở
sync-what-leave_set = Ghi nghỉ phép
sync-what-excuse_set = Ghi miễn đi cơ sở
sync-what-period_set = Đặt ngày chốt số liệu
sync-what-closing_close = Chốt kỳ
sync-what-closing_lock = Khóa kỳ
sync-what-closing_reopen = Mở lại kỳ
sync-period-open = Kỳ đang mở
sync-period-closed = Kỳ đã chốt
sync-period-locked = Kỳ đã khóa
sync-what-conflict_settle = Chọn phương án

sync-refused-title = Văn phòng không nhận được việc này
sync-refused-kept = Lời đã viết vẫn còn nguyên trên máy.
sync-edit-again = Sửa và gửi lại
sync-send-again = Gửi lại
sync-words = Lời đã viết
sync-copy-text = Chép nội dung
sync-copied = Đã chép nội dung.
sync-drop = Bỏ việc này
sync-drop-title = Bỏ việc này?
sync-drop-lead = Lời trong việc này sẽ mất khỏi máy. Nếu cần giữ, xin chép nội dung trước.
sync-drop-do = Bỏ
sync-keep = Giữ lại

sync-conflict-edit = Hai nơi cùng sửa { $field }
sync-conflict-stale = Quyết định chưa có hiệu lực: báo cáo đã đổi sau khi đồng chí đọc
sync-conflict-stale-item = Việc này có người làm trước; phần của đồng chí chưa có hiệu lực
sync-now-stands = Hiện nay
sync-conflict-late_edit = Chữ sửa thêm đến sau khi báo cáo đã gửi
sync-conflict-delete = Bản nháp bị xóa ở một nơi nhưng được sửa ở nơi khác
sync-mine = Của tôi
sync-theirs = Bên kia
sync-both = Cả hai
sync-choose-mine = Dùng của tôi
sync-choose-theirs = Dùng bên kia
sync-choose-stands = Giữ bản đang có
sync-choose-both = Giữ cả hai
sync-both-lead = Sửa lại cho gọn rồi lưu. Cả hai đoạn đang ở đây.
sync-both-save = Lưu bản gộp
sync-deletes = (xóa bản nháp)
sync-late-mine = Lấy báo cáo về để sửa
sync-late-theirs = Bỏ phần sửa thêm
sync-delete-do = Xóa bản nháp
sync-delete-keep = Giữ bản đã sửa
sync-stale-look = Xem báo cáo và quyết định lại
sync-stale-drop = Bỏ quyết định cũ
sync-difference = Chỗ khác nhau
sync-settled = Đã chọn, chờ gửi.
sync-nothing = (không có gì)

sync-hand-over = Nhờ văn phòng xử lý
sync-handed = Đã chuyển văn phòng từ { $when }. Chuyên viên đang xử lý.
sync-save-text = Lưu thành tệp
sync-case-elsewhere = Từ một máy khác của đồng chí
sync-case-words-at-office = Lời đã viết đang ở văn phòng. Khi có mạng, lời ấy hiện ở đây để gửi lại hoặc khép việc.
sync-case-of = Của { $name } chuyển tới
sync-case-again = Cho nhận như đã viết
sync-case-close = Đã xử lý xong
sync-case-done = Đã xong. Người viết sẽ được báo.
sync-look = Xem việc này
sync-other-decides = { $name } sẽ chọn giữ lời nào.
sync-settled-by = { $who } đã chọn: { $choice }
sync-settled-read = { $who } đã xem
sync-others = { $count ->
   *[other] { $count } chỗ khác nhau do người khác chọn hoặc đã chọn xong
  }

sync-receipt = Máy này và văn phòng
sync-receipt-at = Văn phòng đếm lần cuối: { $when }
sync-receipt-unknown = Văn phòng chưa báo số đã nhận. Xin đồng bộ khi có mạng.
sync-receipt-differs = Hai bên chưa giống nhau: còn việc đang chờ hoặc đang trên đường. Xin đồng bộ lại.
sync-count-visits = Báo cáo đã gửi
sync-count-feedback = Phản ánh đã nêu
sync-count-drafts = Bản nháp
sync-count-photos = Ảnh đã lưu
sync-count-all = Tất cả được xem
sync-count-both = máy { $here } · văn phòng { $office }
sync-room-used = Đang dùng { $size } trên máy.
sync-room-kept = Trình duyệt đã hứa giữ dữ liệu này.
sync-room-may-go = Khi thiếu chỗ, trình duyệt có thể xóa dữ liệu này.
sync-room-keep = Nhờ trình duyệt giữ dữ liệu
sync-kept-cut = { $count ->
   *[other] Đã bỏ bản dự phòng của { $count } việc cũ
  }
sync-kept-cut-lead = Văn phòng đã có đủ các việc ấy. Máy này còn giữ thêm một bản của việc đã gửi, phòng khi văn phòng phải dùng lại bản sao lưu; nay chỗ giữ đã đầy. Đồng chí không cần làm gì. Nếu văn phòng báo đã dùng lại bản sao lưu, xin xem lại các báo cáo cũ.
sync-losses = Một máy của đồng chí đã bị thu hồi hoặc báo mất
sync-loss = { $label }: những gì viết trên máy ấy sau { $when } chưa đến văn phòng.
sync-loss-wiped = { $label }, liên lạc lần cuối { $when }: máy đã tự xóa. { $count ->
    [0] Không còn gì chưa gửi.
   *[other] { $count } việc chưa gửi đã mất theo máy.
  }
sync-loss-drain = { $label } đã bị thu hồi. Việc máy ấy chưa gửi được nộp về và chờ đồng chí ở bên dưới.
sync-losses-read = Tôi đã đọc
