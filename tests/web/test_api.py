"""The JSON API: the shapes of the contract, and errors that say what is wrong."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.model import FIGURES
from kb.service import KnowledgeBase

LONGAN = "can-tho-2023-hoi-nghi-nhan-rong-mo-hinh"


def get(client: FlaskClient, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status, response.get_data(as_text=True)[:500]
    assert response.mimetype == "application/json"
    return json.loads(response.data)


def test_search_answers_with_results_and_facets(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/search?q=nhan+idol")
    assert answer["results"][0]["id"] == LONGAN
    assert {"value": "Cần Thơ", "count": 1, "chosen": False} in answer["facets"]["province"]


def test_a_page_of_search_has_the_size_asked_for(client: FlaskClient) -> None:
    first = get(client, "/api/v1/search?q=hộ+nghèo&page_size=3")
    second = get(client, "/api/v1/search?q=hộ+nghèo&page_size=3&page=2")
    assert [result["rank"] for result in second["results"]] == [4, 5, 6]
    assert not {each["id"] for each in first["results"]} & {each["id"] for each in second["results"]}


def test_a_document_is_the_record_of_kb_dump(client: FlaskClient) -> None:
    record = get(client, f"/api/v1/documents/{LONGAN}")
    assert record["id"] == LONGAN and record["models"] and "text" in record


def test_models_are_filtered_and_carry_their_document(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/models?province=Cần+Thơ")
    assert answer["total"] == len(answer["models"]) > 0
    model = answer["models"][0]
    assert {*FIGURES, "basis", "evidence", "document", "province_2025"} <= set(model)
    assert get(client, f"/api/v1/models/{model['id']}") == {**model, "series": []}


def test_models_are_compared(client: FlaskClient, corpus_kb: KnowledgeBase) -> None:
    ids = [model.model.model_id for model in corpus_kb.models()[:2]]
    assert get(client, f"/api/v1/compare?m={ids[0]}&m={ids[1]}")


def test_indicators_provinces_and_projects_are_listed(client: FlaskClient) -> None:
    assert get(client, "/api/v1/indicators?province=Hà+Giang")["total"] > 0
    assert len(get(client, "/api/v1/provinces")["provinces"]) == 63
    assert {"DA2", "DA3.1"} <= {project["code"] for project in get(client, "/api/v1/projects")["projects"]}
    assert get(client, "/healthz") == {"status": "ok"}


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        pytest.param("/api/v1/documents/khong-co", 404, "NotFound", id="document"),
        pytest.param("/api/v1/models/khong-co", 404, "NotFound", id="model"),
        pytest.param("/api/v1/khong-co", 404, "NotFound", id="address"),
        pytest.param("/api/v1/search?year=x", 400, "ArgumentInvalid", id="year"),
        pytest.param("/api/v1/search?page=0", 400, "ArgumentInvalid", id="page"),
        pytest.param("/api/v1/search?page_size=1000", 400, "ArgumentInvalid", id="page-size"),
        pytest.param("/api/v1/search?province=Atlantis", 400, "ArgumentInvalid", id="province"),
        pytest.param("/api/v1/compare?m=a", 404, "NotFound", id="compare-unknown"),
        pytest.param("/api/v1/compare", 400, "ComparisonSizeInvalid", id="compare-nothing"),
    ],
)
def test_wrong_arguments_get_a_code_and_a_vietnamese_message(
    client: FlaskClient, address: str, status: int, code: str
) -> None:
    error = get(client, address, status)["error"]
    assert error["code"] == code
    assert len(error["message"]) > 20


def test_the_description_names_every_route_of_the_api(app: Flask, client: FlaskClient) -> None:
    described = get(client, "/api/v1/openapi.json")
    routes = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }
    assert set(described["paths"]) == routes
    parameters = described["paths"]["/api/v1/search"]["get"]["parameters"]
    assert {"q", "province", "project", "livelihood", "kind", "year", "page"} <= {
        each["name"] for each in parameters
    }
