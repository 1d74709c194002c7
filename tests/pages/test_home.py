def test_the_front_door_shows_a_trained_network_reading(room):
    app = room("app.py")
    payload = app.get("bidi_component")[0].proto.json
    assert '"source": "pretrained"' in payload or '"source":"pretrained"' in payload
    assert "Bidirectional RNNs, alive" in [title.value for title in app.title]
