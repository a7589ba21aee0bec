"""What the learner of the tests of both ends of the link has written."""

LEARNERS = '''
import itertools
import pandas as pd

rows = [1, 2, 3]
table = pd.DataFrame({"a": range(200)})

def double(x, *, times=2):
    """Twice as much."""
    return x * times

def keep(values):
    values.append(9)

def give_back(values):
    return values

def change_and_give_back(values):
    values.append(9)
    return values

def say(words):
    print(words)

def fail(kind, *words):
    raise kind(*words)

def twice(function, x):
    return function(function(x))

def count(most):
    for number in range(most):
        seen.append(number)
        yield number

seen = []

class Box:
    size = 3

    def __init__(self, x=1):
        self.x = x

    def __eq__(self, other):
        return self.x == other.x

    def __lt__(self, other):
        return self.x < other.x

    def __add__(self, more):
        return self.x + more

    def __getitem__(self, key):
        return (self.x, key)

    def __len__(self):
        return self.x

    def __repr__(self):
        return f"Box({self.x})"

class Large(Box):
    def __bool__(self):
        return False

class Bare:
    pass

class OwnError(ValueError):
    pass

class MoreError(OwnError):
    pass

def fail_own(words):
    raise MoreError(words)

box, large, bare = Box(), Large(2), Bare()
'''
