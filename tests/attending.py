"""A student at a server for the length of a test."""

import asyncio

from benchmarks.classroom.student import Student


def with_student(server, act):
    """What `act(student)` gives, for a student who is not on any page yet."""

    async def attend():
        student = Student(server.address, patience=60)
        try:
            return await act(student)
        finally:
            await student.close()

    return asyncio.run(attend())
