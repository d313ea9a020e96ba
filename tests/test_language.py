"""Which texts are taken for another language than English, in Latin letters too."""

import pytest

from assistant.domain.findings import Intent, Reader
from assistant.reading.language import english

ENGLISH = [
    "Airflow, MLflow, ArgoCD",
    "no",
    "by hand",
    "Los Angeles",
    "the Los Angeles office does it by hand",
    "Das Keyboard",
    "DVC",
    "El Niño forecasts are retrained monthly",
    "a la carte",
    "MIT license",
    "on par",
    "example.com",
    "Kubeflow + Seldon + Prometheus",
    "im not sure",
    "non-production only",
    "per model",
    "I met the team, they met us",
    "van der Berg deploys it",
    "We call it die Maschine, it trains every night",
    "ad hoc, de facto manual",
    "Jenkins CI/CD, SageMaker endpoints",
    "nightly, via cron",
    "data in S3, dados team owns it",
    "our café app is retrained in São Paulo every night",
    "We train models manually and deploy with Ansible.",
    "never",
    "autmatic, evry nite",
    "asdf",
    "🤖🚀",
    "w" * 200,
    "lorem ipsum dolor sit amet",
    "R, RStudio, knitr",
    "grid search, Optuna",
    "Pas de deux is the name of our project, it is automated",
]
OTHER = [
    "Wir trainieren unsere Modelle von Hand.",
    "Nein, danke",
    "Die Daten werden jede Nacht automatisch geladen.",
    "Das machen wir manuell",
    "Niemand überwacht die Modelle",
    "Wir nutzen Airflow, MLflow und Kubernetes.",
    "Ich weiß nicht",
    "No sé",
    "Entrenamos los modelos manualmente cada mes.",
    "Los datos llegan automáticamente cada noche.",
    "Nadie hace eso",
    "Usamos Airflow para los datos",
    "Nous entraînons nos modèles à la main.",
    "Les données arrivent automatiquement chaque nuit.",
    "Personne ne surveille les modèles",
    "Je ne sais pas",
    "On déploie le modèle avec Jenkins, c'est automatique pour chaque version",
    "Non, merci",
    "I dati arrivano automaticamente ogni notte",
    "Noi usiamo Airflow",
    "Não sei, os dados são da equipe",
    "Nós usamos Airflow",
    "Wij trainen onze modellen met de hand",
    "Dat doen wij niet",
    "Мы обучаем модели вручную.",
    "我们手动训练模型。",
    "نحن ندرب النماذج يدويا",
    "Was ist MLOps und wie machen wir das?",
    "Modelos treinados manualmente",
    "Qué es MLOps y para qué sirve?",
]


@pytest.mark.parametrize("text", ENGLISH)
def test_what_may_be_english_is_read_as_english(text: str) -> None:
    assert english(text)


@pytest.mark.parametrize("text", OTHER)
def test_another_language_is_told_apart_and_not_read(reader: Reader, text: str) -> None:
    assert not english(text)
    found = reader(text, "data-collection")
    assert (found.intent, found.findings) == (Intent.OTHER, ())
