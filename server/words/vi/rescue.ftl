# Tệp cứu dữ liệu: những gì máy không gửi được, mang tay đến văn phòng.
rescue-title = Tệp cứu dữ liệu
rescue-lead = Nếu máy lâu không gửi được, hãy lưu việc chưa gửi vào một tệp. Chỉ văn phòng mở được tệp; ai mang đến cũng được.
rescue-save = Lưu tệp cứu dữ liệu
rescue-bring = Nộp một tệp cứu dữ liệu
rescue-not-done = Chưa làm được
rescue-nothing = Không còn việc nào chưa gửi nên không có gì để lưu.
rescue-no-key = Máy này chưa có khóa của văn phòng. Xin đăng nhập một lần khi có mạng, sau đó máy tạo được tệp.
rescue-saved = Tệp có { $count } mục và { $photos } ảnh. Dữ liệu trên máy vẫn còn nguyên.
rescue-left = { $count } mục không vừa tệp.
rescue-taken = { $name }: văn phòng đã nhận { $count } mục, trong đó { $known } mục đã có từ trước.
rescue-needs = { $count } mục cần người viết xem lại.
