"""Pictures side by side on one sheet."""

from PIL import Image

from benchmarks.contact_sheet import NAME, contact_sheet


def test_pictures_stand_in_rows_below_their_names_and_none_is_enlarged(tmp_path):
    colours, files = ["red", "lime", "blue"], []
    for colour in colours:
        files.append(tmp_path / f"{colour}.png")
        Image.new("RGB", (200, 100), colour).save(files[-1])
    small = tmp_path / "small.png"
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(small)
    sheet = contact_sheet([*files, small], across=2, within=(100, 100))
    assert sheet.size == (200, 2 * (50 + NAME))
    places = [(50, NAME + 25), (150, NAME + 25), (50, 2 * NAME + 75)]
    assert [sheet.getpixel(one) for one in places] == [(255, 0, 0), (0, 255, 0), (0, 0, 255)]
    assert sheet.getpixel((105, 2 * NAME + 55)) == sheet.getpixel((150, 2 * NAME + 75)) == (128, 128, 128)
