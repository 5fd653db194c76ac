# Lịch cá nhân cho ứng dụng lịch: chỉ nói nơi và loại việc, không nói nội dung.

agenda-name = Địa Bàn: việc của tôi
agenda-visit = Hạn đi cơ sở { $unit }
agenda-meeting = Họp tại { $unit }
agenda-asked = Được mời họp tại { $unit }, chưa nhận lời
agenda-milestone = Mốc của nhiệm vụ khó ở { $unit }
