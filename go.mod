module github.com/mayrecord/mayrecord

go 1.26
