def readable(table, by):
    return table


def check_rows(table):
    pass
